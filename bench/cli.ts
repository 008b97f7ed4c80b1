/**
 * `npm run bench:cli`: how long `lodestone --help` takes, and `lodestone status` of an escrow with 10,000 pledges and 1,000 claims on a
 * node of this machine. Not a check: the figures are this machine's.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import hre from 'hardhat'
import {
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  erc20Abi,
  http,
  keccak256,
  maxUint256,
  numberToHex,
  parseAbi,
  type Abi,
  type Address,
  type Hex,
} from 'viem'
import { create } from '../sdk/actions/create.ts'
import { escrowAbi } from '../sdk/abi/escrow.ts'
import { parseOutcome } from '../sdk/model/outcome.ts'
import { parseSheet } from '../sdk/model/sheet.ts'
import { termsOfSheet } from '../sdk/model/termsOfSheet.ts'

const [PLEDGES, CLAIMS, RUNS, BATCH] = [10_000, 1_000, 7, 100] as const
const ROOT = fileURLToPath(new URL('../', import.meta.url))
const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(join(ROOT, path), 'utf8'))

/** The quickest and the middle one of several runs, in seconds. The node lives in this process, so it must not wait meanwhile. */
async function timed(args: readonly string[], environment: Record<string, string> = {}): Promise<string> {
  const times: number[] = []
  for (let i = 0; i < RUNS; ++i) {
    const start = performance.now()
    const env = { ...process.env, ...environment }
    const child = spawn(process.execPath, ['scripts/lodestone.ts', ...args], { cwd: ROOT, env, stdio: 'ignore' })
    const [code] = (await once(child, 'exit')) as [number | null]
    if (code !== 0) throw new Error(`lodestone ${args.join(' ')} ended with ${code}`)
    times.push((performance.now() - start) / 1000)
  }
  times.sort((a, b) => a - b)
  return `${times[0]?.toFixed(2)} s at best, ${times[RUNS >> 1]?.toFixed(2)} s in the middle of ${RUNS}`
}

console.log(`lodestone --help: ${await timed(['--help'])}`)

const server = await hre.network.createServer('default', '127.0.0.1', 0)
const folder = await mkdtemp(join(tmpdir(), 'lodestone-bench-'))
try {
  const { address: host, port } = await server.listen()
  const rpc = `http://${host}:${port}`
  const transport = http(rpc, { batch: { batchSize: BATCH }, timeout: 60_000 })
  const client = createPublicClient({ transport, pollingInterval: 10, cacheTime: 0 })
  const [account] = await createWalletClient({ transport }).getAddresses()
  if (account === undefined) throw new Error('the node has no accounts')
  const wallet = createWalletClient({ account, transport })
  const deploy = async (path: string, args: unknown[]): Promise<Address> => {
    const { abi, bytecode } = (await readJson(`artifacts/contracts/${path}.json`)) as { abi: Abi; bytecode: Hex }
    const hash = await wallet.deployContract({ abi, bytecode, args, chain: null })
    const { contractAddress } = await client.waitForTransactionReceipt({ hash })
    if (!contractAddress) throw new Error(`${path} was not deployed`)
    return contractAddress
  }
  const token = await deploy('mocks/TestToken.sol/TestToken', ['Test Dollar', 'USDC', 6])
  const implementation = await deploy('Escrow.sol/Escrow', [])
  const factory = await deploy('EscrowFactory.sol/EscrowFactory', [implementation])
  const router = await deploy('periphery/PledgeRouter.sol/PledgeRouter', [factory])
  const directory = await deploy('periphery/OperatorDirectory.sol/OperatorDirectory', [factory])
  const chainId = await client.getChainId()
  const deployment = { chainId, implementation, factory, router, directory, block: 0, compiler: '0.8.37' }
  const record = join(folder, 'deployment.json')
  await writeFile(record, JSON.stringify(deployment))

  const outcome = parseOutcome(await readJson('outcomes/d-attested-servers/outcome.json'))
  const sheet = parseSheet(await readJson('outcomes/d-attested-servers/sheet.json'))
  const names = Object.fromEntries(
    [...sheet.verification.panel, 'arbiter'].map((name, i) => [name, numberToHex(i + 0x1000, { size: 20 })]),
  )
  const { timestamp: now } = await client.getBlock()
  const terms = termsOfSheet(sheet, outcome, {
    token: { symbol: 'USDC', decimals: 6 },
    now,
    names: { ...names, USDC: token },
  })
  const { escrow } = await create({ client, wallet }, deployment, terms, outcome)
  const send = async (to: Address, data: Hex): Promise<void> => {
    const hash = await wallet.sendTransaction({ to, data, chain: null, gas: 400_000n })
    if ((await client.waitForTransactionReceipt({ hash })).status !== 'success') throw new Error('a transaction failed')
  }
  const mint = parseAbi(['function mint(address to, uint256 amount)'])
  await send(token, encodeFunctionData({ abi: mint, functionName: 'mint', args: [account, 2n ** 100n] }))
  await send(token, encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [escrow, maxUint256] }))
  const crowd = async (count: number, dataOf: (i: number) => Hex): Promise<void> => {
    for (let from = 0; from < count; from += BATCH) {
      await Promise.all(Array.from({ length: BATCH }, (_, i) => send(escrow, dataOf(from + i))))
    }
  }
  await crowd(PLEDGES, (i) =>
    encodeFunctionData({
      abi: escrowAbi,
      functionName: 'deposit',
      args: [200_000_000n, numberToHex(i + 0x10000, { size: 20 })],
    }),
  )
  await crowd(CLAIMS, (i) =>
    encodeFunctionData({
      abi: escrowAbi,
      functionName: 'file',
      args: [keccak256(numberToHex(i)), account, 'ipfs://evidence'],
    }),
  )
  const where = { LODESTONE_RPC: rpc, LODESTONE_DEPLOYMENT: record }
  console.log(`lodestone status, ${PLEDGES} pledges and ${CLAIMS} claims: ${await timed(['status', escrow], where)}`)
  console.log(`the same with --all: ${await timed(['status', escrow, '--all'], where)}`)
} finally {
  await server.close()
  await rm(folder, { recursive: true })
}
