import { fileURLToPath } from 'node:url'
import toolbox from '@nomicfoundation/hardhat-toolbox-mocha-ethers'
import { configVariable, defineConfig } from 'hardhat/config'

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
  // The chain that `npm run deploy` deploys to; both are asked of the keystore, then of the environment, and only when it is used.
  networks: {
    target: {
      type: 'http',
      url: configVariable('LODESTONE_RPC'),
      accounts: [configVariable('LODESTONE_DEPLOYER_KEY')],
    },
  },
  // "Lodestone 1" in ASCII. CreateX hashes it, so the addresses depend on the code alone: not on the chain, nor on who deploys.
  ignition: {
    strategyConfig: { create2: { salt: '0x4c6f646573746f6e652031000000000000000000000000000000000000000000' } },
  },
  typechain: { outDir: 'typechain-types' },
})
