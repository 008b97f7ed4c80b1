import { expect } from 'chai'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import hre from 'hardhat'
import type { BuildInfo } from 'hardhat/types/artifacts'
import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre'
import { buildFaults, buildInfoOf } from '../../deploy/build.ts'
import { newFolder } from './support.ts'

describe('build', () => {
  let folder: string
  beforeEach(() => {
    folder = newFolder()
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  /** The faults of the factory's artifact if `change` had been done to its build info. */
  async function faultsAfter(change: (info: BuildInfo) => void) {
    const artifact = await hre.artifacts.readArtifact('EscrowFactory')
    const info = (await buildInfoOf(hre, artifact))!
    change(info)
    const file = join(folder, 'build-info.json')
    writeFileSync(file, JSON.stringify(info))
    const changed = Object.create(hre, {
      artifacts: { value: { getBuildInfoPath: () => Promise.resolve(file) } },
    }) as HardhatRuntimeEnvironment
    return buildFaults(changed, artifact)
  }

  describe('given artifacts of the sources as they are', () => {
    it('should find nothing', async () => {
      expect(await faultsAfter(() => undefined), 'faults').to.deep.equal([])
    })
  })

  describe('given a source that has changed since', () => {
    it('should name the file', async () => {
      const faults = await faultsAfter((info) => {
        info.input.sources['project/contracts/Terms.sol']!.content += '\n'
      })
      expect(faults, 'faults').to.have.lengthOf(1)
      expect(faults[0], 'the fault').to.include('contracts/Terms.sol')
    })

    it('should pass over files that the contract does not use', async () => {
      const faults = await faultsAfter((info) => {
        info.input.sources['project/contracts/mocks/TestToken.sol'] = { content: 'changed' }
      })
      expect(faults, 'faults').to.deep.equal([])
    })
  })

  describe('given another compiler', () => {
    it('should name it', async () => {
      const faults = await faultsAfter((info) => Object.assign(info, { solcLongVersion: '0.8.30+commit.73712a01' }))
      expect(faults, 'faults').to.have.lengthOf(1)
      expect(faults[0], 'the fault').to.include('0.8.30+commit.73712a01')
    })
  })
})
