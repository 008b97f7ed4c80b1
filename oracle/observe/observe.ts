/** Reads what happened on the chain to the escrows of this operator, up to the confirmed block. */
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import type { Header } from '../chain/agree.ts'
import type { Operator, Step } from '../operator.ts'
import { reopen, usedNonces } from '../submit/reopen.ts'
import { setGauges } from './gauges.ts'
import { followed, moveOn, positionOf, remembered, sameHeader, setFollowed } from './history.ts'
import { readStretch } from './readStretch.ts'
import { rewind } from './rewind.ts'
import { stopSigning } from './stop.ts'
import { writeStretch } from './writeStretch.ts'

/** How many blocks are read before they are written down together. */
const MOST_BLOCKS = 10_000n

/**
 * New escrows, claims, observations and settlements go into the store, each stretch of blocks with the position after it in one
 * transaction. Where a block that was confirmed is gone, signing stops, and what was read of such blocks is read again.
 * @throws {ConnectionError} when the chain cannot be read, or no two endpoints agree.
 */
export const observe: Step = async (operator) => {
  const confirmed = await operator.chain.confirmed()
  operator.metrics.head.set(Number(confirmed.number))
  let didSomething = await followOthers(operator)
  let reorganised = false
  for (;;) {
    const step = await readOn(operator, confirmed)
    if (step === 'done') break
    if (step === 'gone') {
      if (reorganised) throw new ConnectionError('The chain is reorganised again and again.')
      reorganised = true
      await goBack(operator, confirmed.number)
    }
    if (step !== 'nothing new') didSomething = true
  }
  await setGauges(operator, Number(confirmed.timestamp))
  return didSomething
}

/** Reads and writes one stretch. */
async function readOn(operator: Operator, confirmed: Header): Promise<'done' | 'gone' | 'nothing new' | 'written'> {
  const { chain, store, deployment, member, config } = operator
  const after = await positionOf(operator)
  if (after.number >= confirmed.number) return (await isGone(operator, confirmed.number)) ? 'gone' : 'done'
  const known = (await store.selectFrom('escrows').select('escrow').execute()).map(({ escrow }) => escrow)
  const most = after.number + MOST_BLOCKS
  const to = most < confirmed.number ? most : confirmed.number
  const stretch = await chain.read((client, witness) =>
    readStretch(client, witness, { deployment, member, follow: config.escrows, known, after, to }),
  )
  if (stretch === undefined) return 'gone'
  if (to === confirmed.number && stretch.end.hash !== confirmed.hash) {
    throw new ConnectionError('The confirmed block changed while it was read.', undefined, 'It is read again.')
  }
  const news = await store.transaction().execute(async (transaction) => {
    const said = await writeStretch({ ...operator, store: transaction }, stretch)
    await moveOn(transaction, after.number, stretch.end)
    return said
  })
  operator.mark('observe: stretch written')
  for (const say of news) say()
  return news.length + stretch.events.length > 0 ? 'written' : 'nothing new'
}

/**
 * Reads everything again where the configuration says anew which escrows are followed: what is committed to stays, as after a
 * reorganisation. @returns whether it does.
 */
async function followOthers(operator: Operator): Promise<boolean> {
  const { store, deployment, config, log } = operator
  const { number, hash } = await positionOf(operator)
  // Stores without a word on it follow any.
  if (((await followed(store)) ?? 'any') === config.escrows) return false
  const isOther = hash !== undefined
  await store.transaction().execute(async (transaction) => {
    if (isOther) {
      const to = { number: BigInt(deployment.block) - 1n, timestamp: 0n }
      await rewind({ ...operator, store: transaction }, number, to)
    }
    await setFollowed(transaction, config.escrows)
  })
  if (isOther) log.warn({ escrows: config.escrows }, 'other escrows are followed than before: the chain is read again')
  return isOther
}

/** Whether the last block that was read, or the last below the confirmed one, is no longer on the chain. */
async function isGone({ chain, store }: Operator, confirmed: bigint): Promise<boolean> {
  const [last] = await remembered(store, confirmed)
  if (last === undefined) return false
  const { hash } = await chain.read((client, witness) => sameHeader(client, witness, last.number))
  return hash !== last.hash
}

/** Stops signing, and goes back to the last block that is still there. */
async function goBack(operator: Operator, confirmed: bigint): Promise<void> {
  const { chain, store, deployment, metrics } = operator
  const { number: from } = await positionOf(operator)
  let to = { number: BigInt(deployment.block) - 1n, timestamp: 0n }
  for (const { number, hash } of await remembered(store, confirmed)) {
    const now = await chain.read((client, witness) => sameHeader(client, witness, number))
    if (now.hash !== hash) continue
    to = now
    break
  }
  const used = await usedNonces(operator, to.number)
  await store.transaction().execute(async (transaction) => {
    const inside = { ...operator, store: transaction }
    await stopSigning(inside, `blocks after ${to.number} that were confirmed up to ${from} are gone`)
    await rewind(inside, from, to)
    await reopen(transaction, used)
  })
  metrics.reorgs.inc()
  operator.mark('observe: rewound')
}
