import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'

describe('sdk: ABIs', () => {
  it('are what the artifacts say', () => {
    const tool = fileURLToPath(new URL('../../scripts/tools/abi.ts', import.meta.url))
    const { status, stderr } = spawnSync(process.execPath, [tool, '--check'], { encoding: 'utf8' })
    expect(status, stderr).to.equal(0)
  })
})
