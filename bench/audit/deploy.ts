/** Puts this project's contracts on a node whose blocks the benchmark makes. */
import { readFile } from 'node:fs/promises'
import { encodeDeployData, getAddress, numberToHex, type Abi, type Address, type Hex } from 'viem'
import type { AuditNode } from './node.ts'

/** The node's own account that sends everything. */
export const SENDER: Address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'

/** Deploys a contract. @param source of its artifact, for instance `Escrow.sol/Escrow`. */
export async function deploy(node: AuditNode, source: string, args: readonly unknown[]): Promise<Address> {
  const text = await readFile(new URL(`../../artifacts/contracts/${source}.json`, import.meta.url), 'utf8')
  const data = encodeDeployData({ ...(JSON.parse(text) as { abi: Abi; bytecode: Hex }), args })
  const [hash] = await node.send([['eth_sendTransaction', { from: SENDER, data, gas: numberToHex(12_000_000) }]])
  await node.send([['evm_mine']])
  const [receipt] = (await node.send([['eth_getTransactionReceipt', hash]])) as [{ contractAddress: Address }]
  return getAddress(receipt.contractAddress)
}
