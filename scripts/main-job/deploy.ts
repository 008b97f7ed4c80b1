import { readFileSync } from 'node:fs'
import type { Abi, Address, Hex } from 'viem'
import type { Origin } from '../../sdk/index.ts'
import type { Chain } from './chain.ts'

/** What is on the chain before anything happens. */
export interface Deployed {
  readonly origin: Origin
  /** A 6-decimal test token. */
  readonly token: Address
  /** OperatorDirectory. */
  readonly directory: Address
}

/** Puts the protocol, the directory of operators and a test token on the chain. */
export async function deploy(chain: Chain): Promise<Deployed> {
  const implementation = await contract(chain, 'Escrow.sol/Escrow', [])
  const factory = await contract(chain, 'EscrowFactory.sol/EscrowFactory', [implementation])
  const token = await contract(chain, 'mocks/TestToken.sol/TestToken', ['Test Dollar', 'USDC', 6])
  const directory = await contract(chain, 'periphery/OperatorDirectory.sol/OperatorDirectory', [factory])
  return { origin: { implementation, factory }, token, directory }
}

/** Gives `name` `units` of the test token, in base units. */
export async function mint(chain: Chain, token: Address, name: string, units: bigint): Promise<void> {
  const { wallet } = await chain.as('deployer')
  const { abi } = artifact('mocks/TestToken.sol/TestToken')
  const args = [chain.address(name), units]
  await confirmed(chain, await wallet.writeContract({ address: token, abi, functionName: 'mint', args, chain: null }))
}

/** Deploys one of this project's contracts. @param path of its artifact, for instance `EscrowFactory.sol/EscrowFactory`. */
export function contract(chain: Chain, path: string, args: readonly unknown[]): Promise<Address> {
  return deployed(chain, { ...artifact(path), args }, path)
}

/** Deploys a contract. */
export async function deployed(
  chain: Chain,
  code: { abi: Abi; bytecode: Hex; args: readonly unknown[] },
  name: string,
): Promise<Address> {
  const { wallet } = await chain.as('deployer')
  const { contractAddress } = await confirmed(chain, await wallet.deployContract({ ...code, chain: null }))
  if (contractAddress === null || contractAddress === undefined) throw new Error(`${name} was not deployed`)
  return contractAddress
}

async function confirmed(chain: Chain, hash: Hex) {
  const receipt = await chain.client.waitForTransactionReceipt({ hash })
  if (receipt.status !== 'success') throw new Error(`transaction ${hash} reverted`)
  return receipt
}

/** The compiler's output, which this project's own build has written. */
function artifact(path: string): { abi: Abi; bytecode: Hex } {
  return JSON.parse(readFileSync(new URL(`../../artifacts/contracts/${path}.json`, import.meta.url), 'utf8')) as {
    abi: Abi
    bytecode: Hex
  }
}
