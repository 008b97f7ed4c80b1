/** Escrows with one panel, and the claims that wait in them. */
import { readFile } from 'node:fs/promises'
import {
  encodeFunctionData,
  erc20Abi,
  keccak256,
  maxUint256,
  parseAbi,
  stringToHex,
  type Address,
  type Hex,
} from 'viem'
import { escrowAbi } from '../../sdk/abi/escrow.ts'
import { escrowFactoryAbi } from '../../sdk/abi/escrowFactory.ts'
import { escrowAddress } from '../../sdk/model/escrowAddress.ts'
import { claimKey } from '../../sdk/model/evidence.ts'
import { encodeOutcome, parseOutcome } from '../../sdk/model/outcome.ts'
import { parseSheet } from '../../sdk/model/sheet.ts'
import { termsOfSheet } from '../../sdk/model/termsOfSheet.ts'
import type { Node } from './node.ts'

const FOLDER = new URL('../../outcomes/b-exfiltration-risk/', import.meta.url)
/** Accounts by number; the members' follow. */
const [FUNDER, SOLVER, ARBITER] = [0, 1, 2] as const
export const FIRST_MEMBER = 3
const MINT = parseAbi(['function mint(address to, uint256 amount)'])

export interface Filed {
  escrow: Address
  claim: Hex
}

/** Creates escrows, each pledged in full, and files as many claims in each; the claims come one of each escrow after the other. */
export async function fillDocket(node: Node, escrows: number, claimsEach: number): Promise<Filed[]> {
  const { accounts, client, deployment } = node
  const addressOf = (as: number): Address => {
    const account = accounts[as]
    if (account === undefined) throw new Error(`there is no account ${as}`)
    return account.address
  }
  const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(new URL(name, FOLDER), 'utf8'))
  const outcome = parseOutcome(await read('outcome.json'))
  const sheet = parseSheet(await read('sheet.json'))
  const token = await node.deploy('mocks/TestToken.sol/TestToken', ['Test Dollar', 'USDC', 6])
  const members = sheet.verification.panel.map((name, i): [string, Address] => [name, addressOf(FIRST_MEMBER + i)])
  const names = { ...Object.fromEntries(members), arbiter: addressOf(ARBITER), USDC: token }
  const { timestamp: now } = await client.getBlock()
  const terms = termsOfSheet(sheet, outcome, { token: { symbol: 'USDC', decimals: 6 }, now, names })
  // Terms that differ by a second are those of another escrow.
  const all = Array.from({ length: escrows }, (_, i) => ({ ...terms, claimBy: terms.claimBy + BigInt(i) }))
  const addresses = all.map((one) => escrowAddress(deployment, one))

  const minting = (to: Address) => encodeFunctionData({ abi: MINT, functionName: 'mint', args: [to, 2n ** 100n] })
  await node.send(
    FUNDER,
    [FUNDER, SOLVER].map((as) => ({ to: token, data: minting(addressOf(as)) })),
  )
  const { document } = encodeOutcome(outcome)
  for (const one of all) {
    const data = encodeFunctionData({ abi: escrowFactoryAbi, functionName: 'create', args: [one, document] })
    await node.send(FUNDER, [{ to: deployment.factory, data }], 5_000_000n)
  }
  for (const as of [FUNDER, SOLVER]) {
    const approving = (spender: Address) =>
      encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [spender, maxUint256] })
    await node.send(
      as,
      addresses.map((escrow) => ({ to: token, data: approving(escrow) })),
    )
  }
  const pledging = encodeFunctionData({ abi: escrowAbi, functionName: 'deposit', args: [terms.cap, addressOf(FUNDER)] })
  await node.send(
    FUNDER,
    addresses.map((to) => ({ to, data: pledging })),
  )
  const filings = Array.from({ length: claimsEach }, (_, i) =>
    addresses.map((escrow) => ({ escrow, commitment: keccak256(stringToHex(`claim ${i} of ${escrow}`)) })),
  ).flat()
  const filing = (commitment: Hex) =>
    encodeFunctionData({
      abi: escrowAbi,
      functionName: 'file',
      args: [commitment, addressOf(SOLVER), 'https://example.org/'],
    })
  await node.send(
    SOLVER,
    filings.map(({ escrow, commitment }) => ({ to: escrow, data: filing(commitment) })),
  )
  return filings.map(({ escrow, commitment }) => ({ escrow, claim: claimKey(addressOf(SOLVER), commitment) }))
}
