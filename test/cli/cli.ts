/** For the command line's tests: a node of its own on a free port, Lodestone on it, and a way to run `lodestone`. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import {
  bytesToHex,
  createPublicClient,
  createTestClient,
  createWalletClient,
  encodeFunctionData,
  http,
  type Abi,
  type Address,
  type Hex,
  type PublicClient,
  type TestClient,
} from 'viem'
import { mnemonicToAccount, type HDAccount } from 'viem/accounts'
import { operatorDirectoryAbi } from '../../sdk/abi/operatorDirectory.ts'
import { foundryBinary } from '../../scripts/tools/forge-run.ts'
import { OUTCOME, UNITS_SHEET } from '../sdk/samples.ts'
import { mintAbi, readArtifact, UNIT } from '../sdk/world.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const MNEMONIC = 'test test test test test test test test test test test junk'

export interface Result {
  code: number | null
  out: string
  err: string
}

export interface CliWorld {
  rpc: string
  directory: string
  deployment: string
  client: PublicClient
  test: TestClient
  accounts: HDAccount[]
  token: Address
  factory: Address
  /** Deploys an artifact: one of the project's by its name without the ending, or another. */
  deploy(source: string | { abi: Abi; bytecode: Hex }, args: unknown[]): Promise<Address>
  /** OperatorDirectory. */
  operators: Address
  /** Publishes endpoint and encryption key of the account with this number. */
  publish(as: number, endpoint: string, encryptionKey: string): Promise<void>
  /** Runs the command line as the account with this number, with its plain key in the environment. */
  lodestone(as: number, ...args: string[]): Promise<Result>
  /** The environment of account `as`, and the settings of this world as flags. */
  environment(as: number): Record<string, string>
  settings: string[]
  /** The same with nothing but these variables added to the environment. */
  bare(environment: Record<string, string>, ...args: string[]): Promise<Result>
  keyOf(as: number): Hex
  write(name: string, content: unknown): Promise<string>
  stop(): Promise<void>
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** A node to test on: Hardhat's, or anvil, which answers otherwise where transactions fail. */
function startNode(kind: 'hardhat' | 'anvil', port: number): ChildProcess {
  const [program, args] =
    kind === 'hardhat'
      ? [process.execPath, [`${ROOT}node_modules/hardhat/dist/src/cli.js`, 'node', '--hostname', '127.0.0.1']]
      : [foundryBinary(ROOT, 'anvil'), ['--host', '127.0.0.1', '--accounts', '20']]
  return spawn(program, [...args, '--port', `${port}`], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
}

export async function cliWorld(kind: 'hardhat' | 'anvil' = 'anvil'): Promise<CliWorld> {
  const port = await freePort()
  const node = startNode(kind, port)
  await started(node)
  const rpc = `http://127.0.0.1:${port}`
  const transport = http(rpc)
  const client: PublicClient = createPublicClient({ transport, pollingInterval: 20, cacheTime: 0 })
  const accounts = Array.from({ length: 12 }, (_, addressIndex) => mnemonicToAccount(MNEMONIC, { addressIndex }))
  const deployer = createWalletClient({ account: accounts[0]!, transport })
  const deploy: CliWorld['deploy'] = async (source, args) => {
    const artifact = typeof source === 'string' ? await readArtifact(source) : source
    const hash = await deployer.deployContract({ ...artifact, args, chain: null })
    return (await client.waitForTransactionReceipt({ hash })).contractAddress!
  }
  const token = await deploy('mocks/TestToken.sol/TestToken', ['Test Dollar', 'TUSD', 6])
  const implementation = await deploy('Escrow.sol/Escrow', [])
  const factory = await deploy('EscrowFactory.sol/EscrowFactory', [implementation])
  const router = await deploy('periphery/PledgeRouter.sol/PledgeRouter', [factory])
  const operators = await deploy('periphery/OperatorDirectory.sol/OperatorDirectory', [factory])
  for (const { address } of accounts) {
    const data = encodeFunctionData({ abi: mintAbi, functionName: 'mint', args: [address, 1_000_000n * UNIT] })
    await client.waitForTransactionReceipt({ hash: await deployer.sendTransaction({ to: token, data, chain: null }) })
  }
  const directory = await mkdtemp(join(tmpdir(), 'lodestone-cli-'))
  const write = async (name: string, content: unknown): Promise<string> => {
    const path = join(directory, name)
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content))
    return path
  }
  const record = {
    chainId: 31337,
    implementation,
    factory,
    router,
    directory: operators,
    block: 0,
    compiler: '0.8.37',
  }
  const deployment = await write('deployment.json', record)
  const keyOf = (as: number): Hex => bytesToHex(accounts[as]!.getHdKey().privateKey!)
  const own = { LODESTONE_JOURNAL: join(directory, 'journal'), LODESTONE_YES: '1' }
  const bare = (environment: Record<string, string>, ...args: string[]) => runCli({ ...own, ...environment }, args)
  const settings = ['--rpc', rpc, '--deployment', deployment]
  const environment = (as: number) => ({
    ...own,
    LODESTONE_ACCOUNT: accounts[as]!.address,
    LODESTONE_PRIVATE_KEY: keyOf(as),
  })
  return {
    rpc,
    directory,
    deployment,
    client,
    test: createTestClient({ mode: kind, transport }),
    accounts,
    token,
    factory,
    deploy,
    lodestone: (as, ...args) => bare(environment(as), ...args, ...settings),
    environment,
    settings,
    operators,
    publish: async (as, endpoint, encryptionKey) => {
      const publisher = createWalletClient({ account: accounts[as]!, transport })
      const data = encodeFunctionData({
        abi: operatorDirectoryAbi,
        functionName: 'publish',
        args: [endpoint, encryptionKey],
      })
      await client.waitForTransactionReceipt({
        hash: await publisher.sendTransaction({ to: operators, data, chain: null }),
      })
    },
    bare,
    keyOf,
    write,
    stop: async () => {
      if (node.exitCode === null) {
        node.kill()
        await once(node, 'exit')
      }
      await rm(directory, { recursive: true })
    },
  }
}

/** Waits until the node says that it listens; the port is free before, so what answers then is this process. */
async function started(node: ChildProcess): Promise<void> {
  let said = ''
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString()
      if (/Started HTTP|Listening on/.test(said)) resolve()
    }
    node.stdout?.on('data', hear)
    node.stderr?.on('data', hear)
    node.once('exit', (code) => {
      reject(new Error(`the node ended with ${code}: ${said}`))
    })
  })
}

export const BINARY = `${ROOT}scripts/lodestone.ts`

async function runCli(environment: Record<string, string>, args: string[]): Promise<Result> {
  return resultOf(startCli(environment, args))
}

/** What every process of these tests has: compiled code is kept from one to the next. */
export const COMMON = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: `${ROOT}cache/node` }

/** Starts the command line, to be watched or killed. */
export function startCli(environment: Record<string, string>, args: string[]): ChildProcess {
  return spawn(process.execPath, [BINARY, ...args], {
    cwd: ROOT,
    env: { ...COMMON, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

export async function resultOf(child: ChildProcess): Promise<Result> {
  let [out, err] = ['', '']
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out, err }
}

/** The arguments with which a claim takes a folder of evidence, though its judges (numbers of accounts) have published no keys. */
export async function evidenceFolder(w: CliWorld, judges: readonly number[], statement: string): Promise<string[]> {
  const folder = await mkdtemp(join(w.directory, 'evidence-'))
  await writeFile(join(folder, 'statement.txt'), statement)
  const recipient = await identityToRecipient(await generateX25519Identity())
  const readers = judges.flatMap((as) => ['--recipient', `${w.accounts[as]!.address}=${recipient}`])
  return [folder, '--storage', join(w.directory, 'store'), ...readers]
}

/** What a command printed with --json; it must have succeeded. */
export function json(result: Result): Record<string, unknown> {
  expect(result.code, result.err).to.equal(0)
  return JSON.parse(result.out) as Record<string, unknown>
}

/** An escrow made by account 0 through the command line: account 2 is its only member, account 5 its arbiter. */
export async function escrowByCli(w: CliWorld): Promise<Address> {
  const outcome = await w.write('outcome.json', { ...OUTCOME, breakClause: 'A thing comes undone.' })
  const sheet = await w.write('sheet.json', UNITS_SHEET)
  const [member, arbiter] = [w.accounts[2]!.address, w.accounts[5]!.address]
  const names = await w.write('names.json', { TUSD: w.token, member, arbiter })
  const created = await w.lodestone(0, 'outcome', 'create', outcome, sheet, '--names', names, '--json')
  return json(created)['escrow'] as Address
}
