import { fileURLToPath } from 'node:url'
import toolbox from '@nomicfoundation/hardhat-toolbox-mocha-ethers'
import { defineConfig } from 'hardhat/config'

const compiler = {
  version: '0.8.37',
  path: fileURLToPath(import.meta.resolve('solc/soljson.js')),
  settings: {
    evmVersion: 'cancun',
    viaIR: true,
    optimizer: { enabled: true, runs: 200 },
    outputSelection: { '*': { '*': ['storageLayout'] } },
  },
}

export default defineConfig({
  plugins: [toolbox],
  // One profile under both names: the build decides the addresses.
  solidity: { profiles: { default: compiler, production: compiler } },
  paths: { ignition: 'deploy', tests: { mocha: 'test' } },
  // A forgotten `.only` would leave the rest of the suite unrun.
  test: { mocha: { forbidOnly: true, timeout: 60_000 } },
  typechain: { outDir: 'typechain-types' },
})
