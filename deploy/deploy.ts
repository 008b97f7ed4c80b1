/** `npm run deploy -- --chain <id>`: deploys Lodestone to the chain behind LODESTONE_RPC. See docs/deploy.md. */
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import hre from 'hardhat'
import { deployAll } from './deployment.ts'
import { recordFile } from './record.ts'

function chainId(value: string): number {
  if (!/^[1-9]\d{0,15}$/.test(value)) throw new InvalidArgumentError('must be a chain id, for instance 1')
  return Number(value)
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const command = new Command('deploy')
  .description(
    'Deploys Lodestone to the chain behind LODESTONE_RPC and writes its record. A second run changes nothing.',
  )
  .requiredOption('--chain <id>', 'the chain id that LODESTONE_RPC must have', chainId)
  .option('--records <folder>', 'where the record of the chain is kept', join(hre.config.paths.root, 'deployments'))
  .action(async ({ chain, records }: { chain: number; records: string }) => {
    const connection = await hre.network.create('target')
    try {
      await connection.provider.request({ method: 'eth_chainId' }).catch((error: unknown) => {
        throw new Error(`LODESTONE_RPC: the node does not answer. ${messageOf(error)}`)
      })
      const { record, deployed } = await deployAll({ hre, connection, chain, records, displayUi: true })
      console.log(deployed.length > 0 ? `Deployed: ${deployed.join(', ')}.` : 'Everything was there already.')
      console.log(`${recordFile(records, chain)}\n${JSON.stringify(record, undefined, 2)}`)
    } finally {
      await connection.close()
    }
  })

try {
  await command.parseAsync()
} catch (error) {
  console.error(messageOf(error))
  process.exitCode = 1
}
