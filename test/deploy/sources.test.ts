import { expect } from 'chai'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import hre from 'hardhat'
import { plan, saltOf } from '../../deploy/plan.ts'
import { writeSources } from '../../deploy/sources.ts'
import { newFolder } from './support.ts'

const solc = createRequire(import.meta.url)('solc') as { compile(input: string): string; version(): string }

/** What the tests read of the compiler's input and output. */
const inputOf = (text: string) => JSON.parse(text) as { sources: Record<string, unknown> }
const outputOf = (text: string) =>
  JSON.parse(text) as { contracts: Record<string, Record<string, { evm: { bytecode: { object: string } } }>> }

describe('sources', () => {
  let out: string
  beforeEach(() => {
    out = newFolder()
  })
  afterEach(() => {
    rmSync(out, { recursive: true })
  })

  describe('given the four contracts', () => {
    it('should write an input and the particulars of each', async () => {
      const all = await writeSources(hre, out)
      const planned = await plan(hre.artifacts, saltOf(hre.config))
      expect(
        all.map(({ address }) => address),
        'addresses',
      ).to.deep.equal(planned.map(({ address }) => address))
      for (const { input } of all) expect(existsSync(join(out, input)), input).to.equal(true)
      expect(JSON.parse(readFileSync(join(out, 'particulars.json'), 'utf8')), 'particulars').to.deep.equal(all)
      const router = all[2]!
      expect(router.constructorArguments, 'arguments of the router').to.equal(
        planned[1]!.address.slice(2).toLowerCase().padStart(64, '0'),
      )
    })

    it('should write no mocks', async () => {
      for (const { input } of await writeSources(hre, out)) {
        const { sources } = inputOf(readFileSync(join(out, input), 'utf8'))
        expect(
          Object.keys(sources).filter((file) => file.includes('mocks')),
          input,
        ).to.deep.equal([])
      }
    })

    it('should compile alone to the code that is deployed', async function () {
      this.timeout(120_000)
      for (const { input, contract, compiler } of (await writeSources(hre, out)).slice(2)) {
        expect(`v${solc.version()}`, 'compiler').to.satisfy((version: string) => version.startsWith(compiler))
        const output = outputOf(solc.compile(readFileSync(join(out, input), 'utf8')))
        const [file, name] = contract.split(':') as [string, string]
        const { bytecode } = await hre.artifacts.readArtifact(name)
        expect(`0x${output.contracts[file]![name]!.evm.bytecode.object}`, `code of ${name}`).to.equal(bytecode)
      }
    })
  })
})
