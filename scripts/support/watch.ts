import { setTimeout } from 'node:timers/promises'
import { BaseError, type Address, type Hex } from 'viem'
import { escrowAbi } from '../../sdk/abi/escrow.ts'
import { explained } from '../../sdk/actions/explained.ts'
import { getClaim } from '../../sdk/actions/getClaim.ts'
import { getDocket } from '../../sdk/actions/getDocket.ts'
import { getEscrow, type EscrowState } from '../../sdk/actions/getEscrow.ts'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { formatWhen } from '../../sdk/model/when.ts'
import { colour } from './colour.ts'
import { layOut } from './layout.ts'
import { openEscrow, type Session } from './session.ts'
import { toJson } from './toJson.ts'

/** Providers refuse longer ranges of logs. */
const MOST_BLOCKS = 1000n

/** How many of the claims that are open at the start have their phases watched. */
const OPEN = 50n

/** What to watch, how often in seconds, and when to end. */
export interface Watched {
  escrow: Address
  every: number
  until: 'binding' | 'closed' | undefined
  json: boolean
}

/** Something that happened, or a phase that time has changed. */
interface Happening {
  kind: string
  block: bigint
  at: bigint
  values: Readonly<Record<string, unknown>>
}

/** Prints what happens to an escrow until its end is reached. An endpoint that does not answer is asked again; that is told. */
export async function watch(session: Session, watched: Watched): Promise<void> {
  let state = await openEscrow(session, watched.escrow)
  const open = await getDocket(session.client, state, { from: state.settled, count: OPEN, at: state.blockNumber })
  const phases = new Map<Hex, string>(open.map(({ key, phase }) => [key, phase]))
  tell(watched, { kind: 'Watching', block: state.blockNumber, at: state.now, values: { status: state.status } })
  while (!isOver(state, watched.until)) {
    await setTimeout(watched.every * 1000)
    try {
      state = await look(session, watched, state, phases)
    } catch (error) {
      // Endpoints also fail with answers: too many requests, internal errors.
      if (!(error instanceof ConnectionError || error instanceof BaseError)) throw error
      console.error(`The endpoint did not answer at ${new Date().toISOString()}; asking again in ${watched.every} s.`)
    }
  }
}

function isOver({ status }: EscrowState, until: Watched['until']): boolean {
  const ends = status === 'Closed' || status === 'Void'
  return until === 'binding' ? status !== 'Pledging' : until === 'closed' && ends
}

/** Looks once: the events since the last look, and what time has changed. Nothing is told before everything has been read. */
async function look(
  session: Session,
  watched: Watched,
  last: EscrowState,
  phases: Map<Hex, string>,
): Promise<EscrowState> {
  const { client } = session
  const latest = await explained(() => client.getBlockNumber({ cacheTime: 0 }))
  if (latest <= last.blockNumber) return last
  const to = latest - last.blockNumber > MOST_BLOCKS ? last.blockNumber + MOST_BLOCKS : latest
  const range = { address: last.address, abi: escrowAbi, fromBlock: last.blockNumber + 1n, toBlock: to } as const
  const events = await explained(() => client.getContractEvents({ ...range, strict: true }))
  const state = await getEscrow(client, last.address, to)
  const happenings: Happening[] = events.map(({ eventName, args, blockNumber }) => ({
    kind: eventName,
    block: blockNumber,
    at: state.now,
    values: Object.fromEntries(Object.entries(args)),
  }))
  const claims = events.flatMap(({ args }) => ('claim' in args ? [args.claim] : []))
  const changed = await changedPhases(session, state, new Map(phases), claims)
  for (const [claim, phase] of changed) {
    happenings.push({ kind: 'Phase', block: to, at: state.now, values: { claim, phase } })
  }
  if (state.status !== last.status) {
    happenings.push({ kind: 'Status', block: to, at: state.now, values: { from: last.status, to: state.status } })
  }
  for (const [claim, phase] of changed) phases.set(claim, phase)
  for (const happening of happenings) tell(watched, happening)
  return state
}

/** The claims whose phase is another than when they were last looked at; claims that are settled are not looked at again. */
async function changedPhases(
  { client }: Session,
  state: EscrowState,
  known: Map<Hex, string>,
  more: readonly Hex[],
): Promise<[Hex, string][]> {
  const open = [...known].filter(([, phase]) => phase !== 'Settled').map(([claim]) => claim)
  const claims = await Promise.all(
    [...new Set([...open, ...more])].map((claim) => getClaim(client, state, claim, state.blockNumber)),
  )
  return claims.filter(({ key, phase }) => known.get(key) !== phase).map(({ key, phase }) => [key, phase])
}

function tell({ json }: Watched, { kind, block, at, values }: Happening): void {
  if (json) {
    console.log(toJson({ kind, block, at, ...values }, 0))
    return
  }
  const words = Object.entries(values).map(([name, value]) => `${name} ${String(value)}`)
  const [moment = ''] = formatWhen(at, at).split(',')
  console.log(layOut(`${moment}  ${colour('bold', kind)}  ${words.join(', ')}`, process.stdout))
}
