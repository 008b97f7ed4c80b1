/**
 * Brings the transactions of the queue to their ends: included or reverted, in a block that counts; or replaced, when another
 * transaction of the account has taken the nonce. Until then each is broadcast again now and then, with higher fees where it is stuck.
 */
import { explained } from '../../sdk/actions/explained.ts'
import { readSame } from '../chain/readSame.ts'
import { secondsOf } from '../operate/clock.ts'
import type { Operator, Step } from '../operator.ts'
import type { TransactionsTable } from '../store/tables.ts'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { broadcast, broadcastAt, forget, receiptOf, type Receipt } from './broadcast.ts'
import { estimate } from './estimate.ts'
import { bumped, capOf, feesNow, type Fees } from './fees.ts'
import { fillGap } from './fillGap.ts'
import { watchBalance } from './gasBalance.ts'
import { usedNonces } from './nonces.ts'
import { reasonOf } from './reasonOf.ts'
import { readSends, writeSends, type Send } from './sends.ts'
import { isFutile, signed } from './transactions.ts'

/** What one round knows of the chain. */
interface Round {
  operator: Operator
  /** Nonces below are used in the latest block. */
  used: number
  /** The last block that counts. */
  confirmed: bigint
  fees: Fees
  baseFee: bigint
}

export const finishTransactions: Step = async (operator) => {
  const { store, chain, gas, config, log } = operator
  await watchBalance(operator)
  const open = await store
    .selectFrom('transactions')
    .selectAll()
    .where('state', '=', 'signed')
    .orderBy('nonce')
    .execute()
  if (open.length === 0) return false
  const [used, { number: confirmed }, { fees, baseFee }] = await explained(() =>
    Promise.all([
      usedNonces(operator, gas.address),
      chain.confirmed(),
      feesNow(chain.client, capOf(config.gas.mostGwei)),
    ]),
  )
  const round = { operator, used, confirmed, fees, baseFee }
  let did = await fillGap(operator, used, open)
  for (const row of open) {
    try {
      if (await finish(round, row)) did = true
    } catch (error) {
      log.warn(
        { purpose: row.purpose, reason: reasonOf(error) },
        'a transaction could not be looked at; it is tried again',
      )
    }
  }
  return did
}

async function finish(round: Round, row: TransactionsTable): Promise<boolean> {
  const { operator, confirmed } = round
  const used = await usedBy(round, row)
  const sends = readSends(row.sends)
  const receipt = await anyReceipt(operator, sends)
  if (receipt !== undefined && receipt !== 'unsure') {
    if (receipt.blockNumber <= confirmed) {
      return end(operator, row, receipt.status === 'success' ? 'included' : 'reverted', receipt.transactionHash)
    }
    if (row.hash === receipt.transactionHash) return false
    await change(operator, row, { hash: receipt.transactionHash })
    return true
  }
  // Its block was reorganised away.
  if (row.hash !== null) await change(operator, row, { hash: null })
  if (row.nonce >= used) return again(round, row, sends)
  const count = await readSame(operator.chain, (client) =>
    client.getTransactionCount({ address: row.from, blockNumber: confirmed }),
  )
  // Asked once more: it may have been included since.
  if (count <= row.nonce || (await anyReceipt(operator, sends)) !== undefined) return false
  return end(operator, row, 'replaced', null)
}

/** Nonces below are used; transactions of an account that paid before the configuration changed are brought to their ends too. */
async function usedBy({ operator, used }: Round, { from }: TransactionsTable): Promise<number> {
  if (from === operator.gas.address) return used
  return usedNonces(operator, from)
}

/** The receipt of any of its forms, on which two endpoints agree: what one alone shows may never have happened. */
async function anyReceipt({ chain }: Operator, sends: readonly Send[]): Promise<Receipt | 'unsure' | undefined> {
  let isSure = true
  for (const { hash } of sends.toReversed()) {
    try {
      const receipt = await readSame(chain, (client) => receiptOf(client, hash))
      if (receipt?.transactionHash === hash) return receipt
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error
      isSure = false
    }
  }
  return isSure ? undefined : 'unsure'
}

async function end(
  operator: Operator,
  row: TransactionsTable,
  state: 'included' | 'reverted' | 'replaced',
  hash: TransactionsTable['hash'],
): Promise<boolean> {
  const { log, metrics } = operator
  await change(operator, row, { state, hash })
  operator.mark(`transactions: ${state}`)
  metrics.transactions.inc({ result: state })
  forget(operator, readSends(row.sends))
  const told = { purpose: row.purpose, nonce: row.nonce, ...(hash === null ? {} : { hash }) }
  if (state === 'included') log.info(told, 'a transaction is included')
  else if (state === 'reverted' && (await isFutile(operator, row.purpose)))
    log.error(told, 'a transaction reverted too often: it is not sent again until something changes')
  else if (state === 'reverted') log.warn(told, 'a transaction reverted')
  else
    log.warn(
      told,
      'another transaction of the account for gas took the place of this one: nothing else may use its key',
    )
  return true
}

/** Broadcasts it again where it is time, with higher fees where those it has do not get it included. */
async function again(round: Round, row: TransactionsTable, sends: readonly Send[]): Promise<boolean> {
  const { operator, used, baseFee, fees } = round
  const { config, clock, metrics, log } = operator
  const slot = config.submit.slotSeconds
  const last = sends.at(-1)
  if (last === undefined) return false
  const isStuck = row.nonce === used || last.maxFeePerGas < baseFee
  const isOld = secondsOf(clock) - last.at >= slot
  if (isOld && isStuck && row.from === operator.gas.address) {
    const higher = bumped(last, fees, capOf(config.gas.mostGwei))
    const limit = await limitNow(operator, row)
    // With too little gas no node takes it, whatever it pays.
    if (higher !== undefined || limit > BigInt(row.gas)) {
      const call = { nonce: row.nonce, to: row.to, data: row.data, gas: limit }
      const { maxFeePerGas, maxPriorityFeePerGas } = last
      const send = await signed(operator, call, higher ?? { maxFeePerGas, maxPriorityFeePerGas })
      operator.mark('transactions: replacement signed')
      await change(operator, row, { sends: writeSends([...sends, send]), gas: `${limit}` })
      operator.mark('transactions: replacement written')
      metrics.transactions.inc({ result: 'bumped' })
      log.info({ purpose: row.purpose, hash: send.hash }, 'a transaction is sent with higher fees')
      await broadcast(operator, send, row.purpose)
      return true
    }
  }
  if (clock.now() - broadcastAt(operator, last) < slot * 1000) return false
  await broadcast(operator, last, row.purpose)
  return false
}

/** The limit that a transaction needs now, never below the one that it has. */
async function limitNow(operator: Operator, { to, data, gas }: TransactionsTable): Promise<bigint> {
  const needed = await estimate(operator, { to, data }).catch(() => 0n)
  const before = BigInt(gas)
  return needed > before ? needed : before
}

async function change(
  { store }: Operator,
  { purpose }: TransactionsTable,
  set: Partial<TransactionsTable>,
): Promise<void> {
  await store.updateTable('transactions').set(set).where('purpose', '=', purpose).execute()
}
