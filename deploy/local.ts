/**
 * `npm run local`: a chain on this machine to try the command line on, with Lodestone and a test dollar deployed and accounts that
 * have both. It lives in memory and ends with this process. Not for any other use: everybody knows its keys.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { Command, InvalidArgumentError } from 'commander'
import hre from 'hardhat'
import { HDNodeWallet, Mnemonic, parseUnits } from 'ethers'
import { deployAll } from './deployment.ts'

const CHAIN = 31337
const HOST = '127.0.0.1'
const PHRASE = 'test test test test test test test test test test test junk'
const ROLES = [
  'funder',
  'second-funder',
  'solver',
  'breaker',
  'arbiter',
  ...[1, 2, 3, 4, 5, 6, 7].map((n) => `panel-${n}`),
]
const JUDGES = ROLES.filter((role) => role === 'arbiter' || role.startsWith('panel-'))
/** Nothing serves evidence here: members fetch it by its URI. */
const ENDPOINT = 'none'
const DOLLARS = parseUnits('100000000', 6)

const wallet = (index: number) => HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(PHRASE), `m/44'/60'/0'/0/${index}`)

function port(value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < 0 || number > 65_535) throw new InvalidArgumentError('must be 0 to 65535')
  return number
}

/** For the owner only, also in place of a file that others could read. */
function writeSecret(path: string, text: string): void {
  rmSync(path, { force: true })
  writeFileSync(path, text, { mode: 0o600 })
}

async function serve(options: { port: number; folder: string }): Promise<void> {
  const server = await hre.network.createServer('default', HOST, options.port)
  const { address, port: actual } = await server.listen()
  process.env['LODESTONE_RPC'] = `http://${address}:${actual}`
  process.env['LODESTONE_DEPLOYER_KEY'] = wallet(ROLES.length).privateKey
  const connection = await hre.network.create('target')
  const records = join(hre.config.paths.root, 'deployments')
  const { record } = await deployAll({ hre, connection, chain: CHAIN, records, displayUi: false })

  const token = await connection.ethers.deployContract('TestToken', ['Test Dollar', 'USDC', 6])
  const names: Record<string, string> = { USDC: await token.getAddress() }
  mkdirSync(options.folder, { recursive: true })
  for (const [index, role] of ROLES.entries()) {
    const { address: account, privateKey } = wallet(index)
    names[role] = account
    await (await token.mint(account, DOLLARS)).wait()
    writeFileSync(
      join(options.folder, `${role}.env`),
      `export LODESTONE_ACCOUNT=${account} LODESTONE_PRIVATE_KEY=${privateKey}\n`,
    )
  }
  const directory = await connection.ethers.getContractAt('OperatorDirectory', record.directory)
  for (const role of JUDGES) {
    const identity = await generateX25519Identity()
    const recipient = await identityToRecipient(identity)
    const account = wallet(ROLES.indexOf(role)).connect(connection.ethers.provider)
    writeSecret(join(options.folder, `${role}.age`), `# public key: ${recipient}\n${identity}\n`)
    await (await directory.connect(account).publish(ENDPOINT, recipient)).wait()
  }
  writeFileSync(join(options.folder, 'names.json'), `${JSON.stringify(names, undefined, 2)}\n`)
  await connection.close()

  const folder = relative(process.cwd(), options.folder)
  console.log(`A local chain (id ${CHAIN}) with Lodestone and a test dollar, "USDC":
  endpoint              ${process.env['LODESTONE_RPC']}
  names for term sheets ${join(folder, 'names.json')}
  to act as somebody    source ${join(folder, '<role>.env')}
  to read evidence      --identity ${join(folder, '<role>.age')} of the panel and the arbiter
  roles                 ${ROLES.join(', ')}
Everybody has 100,000,000 USDC. Ctrl+C ends it.`)
  const stop = () => void server.close().then(() => process.exit(0))
  process.once('SIGINT', stop).once('SIGTERM', stop)
}

const command = new Command('local')
  .description('Starts a local chain with Lodestone on it, for trying the command line.')
  .option('--port <number>', 'port on 127.0.0.1; 0 = any free one', port, 8545)
  .option('--folder <path>', 'where names and keys are written', join(hre.config.paths.root, '.lodestone', 'local'))
  .action(serve)

try {
  await command.parseAsync()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
