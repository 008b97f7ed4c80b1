import { decodeFunctionResult, keccak256, toFunctionSelector, type Abi, type Hex, type TransactionReceipt } from 'viem'
import type { Sent, Writer } from '../../../sdk/actions/writer.ts'
import { escrowAbi } from '../../../sdk/abi/escrow.ts'
import { escrowFactoryAbi } from '../../../sdk/abi/escrowFactory.ts'
import { pledgeRouterAbi } from '../../../sdk/abi/pledgeRouter.ts'
import { StillPending } from '../StillPending.ts'
import { withProgress } from '../progress.ts'
import type { Prepared } from '../../../oracle/sign/signer.ts'
import { conclude, type Sending } from './conclude.ts'
import type { Entry } from './entry.ts'
import { lock } from './lock.ts'

const CALLS: Abi = [...escrowAbi, ...escrowFactoryAbi, ...pledgeRouterAbi]
const APPROVE = toFunctionSelector('approve(address,uint256)')

/** What belongs to one run of a command. */
export interface Sender extends Sending {
  chainId: number
  /** See `intent` in options.ts. */
  command: string
  tell: (line: string) => void
  /** Whether this process has the lock of the journal. */
  locked: boolean
  /** The fees that a person was shown: higher ones are never signed, whatever the endpoint says later. */
  agreed: Prepared['fees'] | undefined
}

/** A transaction that this very command sent when it was interrupted before. */
export interface Earlier {
  entry: Entry
  receipt: TransactionReceipt
}

/**
 * Brings to an end what earlier commands of this account left unfinished.
 * @returns what this very command had done when it was interrupted; undefined if nothing.
 */
export async function recover(sender: Sender): Promise<Earlier | undefined> {
  const unlock = await lock(sender.journal.folder, sender.wait)
  try {
    return await finishOthers(sender)
  } finally {
    unlock()
  }
}

/**
 * Sends as the signer, and never twice: one transaction at a time, signed with a fixed nonce and written down before it is sent. What is
 * written down is brought to its end before anything else is sent. The lock is kept until the process ends.
 * @param once see `entrySchema`; approvals are never meant.
 */
export function journaled(sender: Sender, once: boolean): NonNullable<Writer['send']> {
  return async (call, result) => {
    if (!sender.locked) {
      await lock(sender.journal.folder, sender.wait)
      sender.locked = true
      if ((await finishOthers(sender)) !== undefined) {
        throw new StillPending('The same command has meanwhile been carried out by another process.')
      }
    }
    const entry = await prepare(sender, call, result, once)
    sender.journal.write(entry)
    const receipt = await withProgress('Waiting for the transaction', () => conclude(sender, entry))
    if (receipt !== undefined) return receipt
    throw new StillPending(`Another transaction with nonce ${entry.nonce} was sent from elsewhere and took its place.`)
  }
}

/** What an entry's call returned in its simulation, decoded; undefined where it returns nothing or is none of Lodestone's. */
export function resultOf({ data, result }: Entry): unknown {
  const called = CALLS.find((item) => item.type === 'function' && toFunctionSelector(item) === data.slice(0, 10))
  return called === undefined ? undefined : decodeFunctionResult({ abi: [called], data: result })
}

async function finishOthers(sender: Sender): Promise<Earlier | undefined> {
  let earlier: Earlier | undefined
  for (const entry of await sender.journal.open()) {
    const mine = entry.command === sender.command && entry.once
    if (entry.state === 'refused' && !(await isUsed(sender, entry.nonce))) continue
    if (entry.state === 'included' && !mine) continue
    if (entry.state === 'signed') {
      sender.tell(
        `An interrupted command left transaction ${entry.hash ?? `with nonce ${entry.nonce}`}: ${entry.command}`,
      )
    }
    const receipt = await withProgress('Finishing what was interrupted', () => conclude(sender, entry))
    if (entry.state === 'signed') sender.tell(endInWords(receipt))
    if (mine && receipt?.status === 'success') earlier = { entry, receipt }
  }
  return earlier
}

async function isUsed({ client, signer }: Sender, nonce: number): Promise<boolean> {
  return (await client.getTransactionCount({ address: signer.account.address, blockTag: 'latest' })) > nonce
}

function endInWords(receipt: TransactionReceipt | undefined): string {
  if (receipt === undefined) return 'Another transaction took its place; nothing of it happened.'
  const end = receipt.status === 'success' ? 'is included' : 'reverted'
  return `It ${end} in block ${receipt.blockNumber}.`
}

async function prepare(sender: Sender, call: Sent, result: Hex, once: boolean): Promise<Entry> {
  const { client, signer, journal, chainId, command } = sender
  const address = signer.account.address
  const { to, data, value = 0n } = call
  const [latest, pending, block, gas, fees, open] = await Promise.all([
    client.getTransactionCount({ address, blockTag: 'latest' }),
    client.getTransactionCount({ address, blockTag: 'pending' }),
    client.getBlockNumber({ cacheTime: 0 }),
    call.gas ?? client.estimateGas({ account: signer.account, to, data, value }),
    feesOf(sender),
    journal.open(),
  ])
  // A refused transaction may be in somebody's pool: taking its nonce makes sure that only one of the two can happen.
  const nonce = Math.min(pending, ...open.map((entry) => entry.nonce).filter((one) => one >= latest))
  const prepared: Prepared = { chainId, nonce, to, data, value, gas, fees: atMost(fees, sender.agreed) }
  const raw = await signer.sign(prepared)
  const signed = raw === undefined ? {} : { raw, hash: keccak256(raw) }
  return {
    version: 1,
    state: 'signed',
    command,
    once: once && !data.startsWith(APPROVE),
    account: address,
    ...prepared,
    result,
    block,
    signedAt: new Date().toISOString(),
    ...signed,
  }
}

/** The most that one unit of gas may cost, in wei. */
export function mostPerGas(fees: Prepared['fees']): bigint {
  return 'gasPrice' in fees ? fees.gasPrice : fees.maxFeePerGas
}

function atMost(fees: Prepared['fees'], agreed: Prepared['fees'] | undefined): Prepared['fees'] {
  if (agreed === undefined) return fees
  const most = min(mostPerGas(fees), mostPerGas(agreed))
  return 'gasPrice' in fees
    ? { gasPrice: most }
    : { maxFeePerGas: most, maxPriorityFeePerGas: min(fees.maxPriorityFeePerGas, most) }
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

/** Fees that are still enough when the base fee doubles. */
export async function feesOf({ client }: Pick<Sender, 'client'>): Promise<Prepared['fees']> {
  const { baseFeePerGas } = await client.getBlock()
  if (baseFeePerGas === null) return { gasPrice: await client.getGasPrice() }
  const maxPriorityFeePerGas = await client.estimateMaxPriorityFeePerGas()
  return { maxFeePerGas: 2n * baseFeePerGas + maxPriorityFeePerGas, maxPriorityFeePerGas }
}
