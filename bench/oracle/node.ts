/** A chain of its own for measuring the oracle service: anvil, whose blocks the benchmark makes, with Lodestone on it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  createPublicClient,
  createTestClient,
  createWalletClient,
  http,
  type Abi,
  type Address,
  type Hex,
  type PublicClient,
  type TestClient,
} from 'viem'
import { mnemonicToAccount, type HDAccount } from 'viem/accounts'
import type { Deployment } from '../../sdk/model/deployment.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const MNEMONIC = 'test test test test test test test test test test test junk'
/** Gas that fits into a block, as on Ethereum's main chain. */
const BLOCK_GAS = 60_000_000
const [ACCOUNTS, BATCH] = [20, 100]

export interface Node {
  rpc: string
  client: PublicClient
  test: TestClient
  accounts: HDAccount[]
  deployment: Deployment
  deploy(path: string, args: unknown[]): Promise<Address>
  /** Sends calls as the account with this number, all of which must succeed. */
  send(as: number, calls: readonly { to: Address; data: Hex }[], gas?: bigint): Promise<void>
  stop(): Promise<void>
}

/** Starts it with a block for each transaction. */
export async function startNode(): Promise<Node> {
  const port = await freePort()
  const rpc = `http://127.0.0.1:${port}`
  const options = ['--host', '127.0.0.1', '--port', port, '--accounts', ACCOUNTS, '--gas-limit', BLOCK_GAS]
  const node = spawn(anvil(), options.map(String), { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const chunk of node.stdout) if (String(chunk).includes('Listening on')) break
  node.stdout.resume()
  const transport = http(rpc, { batch: { batchSize: BATCH }, timeout: 60_000 })
  const client: PublicClient = createPublicClient({ transport, pollingInterval: 10, cacheTime: 0 })
  const test = createTestClient({ mode: 'anvil', transport: http(rpc) })
  const accounts = Array.from({ length: ACCOUNTS }, (_, addressIndex) => mnemonicToAccount(MNEMONIC, { addressIndex }))
  const walletOf = (as: number) => {
    const account = accounts[as]
    if (account === undefined) throw new Error(`there is no account ${as}`)
    return createWalletClient({ account: account.address, transport })
  }
  const succeeded = async (hash: Hex) => {
    const receipt = await client.waitForTransactionReceipt({ hash })
    if (receipt.status !== 'success') throw new Error(`transaction ${hash} reverted`)
    return receipt
  }
  const deploy: Node['deploy'] = async (path, args) => {
    const text = await readFile(join(ROOT, `artifacts/contracts/${path}.json`), 'utf8')
    const { abi, bytecode } = JSON.parse(text) as { abi: Abi; bytecode: Hex }
    const { contractAddress } = await succeeded(await walletOf(0).deployContract({ abi, bytecode, args, chain: null }))
    if (!contractAddress) throw new Error(`${path} was not deployed`)
    return contractAddress
  }
  const implementation = await deploy('Escrow.sol/Escrow', [])
  const factory = await deploy('EscrowFactory.sol/EscrowFactory', [implementation])
  const router = await deploy('periphery/PledgeRouter.sol/PledgeRouter', [factory])
  const directory = await deploy('periphery/OperatorDirectory.sol/OperatorDirectory', [factory])
  const chainId = await client.getChainId()
  return {
    rpc,
    client,
    test,
    accounts,
    deployment: { chainId, implementation, factory, router, directory, block: 0, compiler: '0.8.37' },
    deploy,
    send: async (as, calls, gas = 400_000n) => {
      // One after the other: anvil forgets to mine some of what comes before its nonce's turn.
      const wallet = walletOf(as)
      const hashes: Hex[] = []
      for (const call of calls) hashes.push(await wallet.sendTransaction({ ...call, gas, chain: null }))
      for (let from = 0; from < hashes.length; from += BATCH) {
        await Promise.all(hashes.slice(from, from + BATCH).map(succeeded))
      }
    },
    stop: async () => {
      node.kill()
      if (node.exitCode === null && node.signalCode === null) await once(node, 'exit')
    },
  }
}

/** A port of this machine that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** The binary itself: npm's wrapper cannot be ended. */
export function anvil(): string {
  const scope = join(ROOT, 'node_modules/@foundry-rs')
  const name = readdirSync(scope).find((entry) => entry.startsWith('anvil-'))
  if (name === undefined) throw new Error(`there is no anvil for ${process.platform} in ${scope}`)
  return join(scope, name, 'bin', process.platform === 'win32' ? 'anvil.exe' : 'anvil')
}
