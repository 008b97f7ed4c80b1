/** The service: everything of an operator, joined. */
import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { getAddress } from 'viem'
import { openChain } from './chain/openChain.ts'
import type { Config } from './config/config.ts'
import { deploymentOf } from './config/deploymentOf.ts'
import { discard } from './evidence/discard.ts'
import { gather } from './evidence/gather.ts'
import { readIdentities } from './evidence/identities.ts'
import { intakeRoutes } from './evidence/intake.ts'
import { sweepWork, withEvidence } from './evidence/withEvidence.ts'
import { exchange } from './exchange/exchange.ts'
import { exchangeRoutes } from './exchange/exchangeRoutes.ts'
import { observe } from './observe/observe.ts'
import { systemClock } from './operate/clock.ts'
import { type Lane, runLanes } from './operate/lanes.ts'
import { makeLogger } from './operate/logger.ts'
import { makeMetrics } from './operate/metrics.ts'
import type { Parts } from './operate/preflight.ts'
import type { Operator, Step } from './operator.ts'
import { reportRoutes } from './reports/reportRoutes.ts'
import { operatingServer, publicServer } from './serve/server.ts'
import { adopt } from './sign/adopt.ts'
import { openSigners } from './sign/openSigners.ts'
import type { Mover } from './sign/record.ts'
import { requireSigner } from './sign/safeMember.ts'
import { sign } from './sign/sign.ts'
import { requireOwner, stopIfCopied } from './store/belongs.ts'
import { keepLease, releaseLease, untilHeld } from './store/lease.ts'
import { openStore, type Store } from './store/openStore.ts'
import { whereStore } from './store/whereStore.ts'
import { challenge } from './submit/challenge.ts'
import { finishTransactions } from './submit/finishTransactions.ts'
import { settleDue } from './submit/settleDue.ts'
import { submit } from './submit/submit.ts'
import { requireSandbox } from './verifiers/sandbox.ts'
import { makeVerification } from './verifiers/verify.ts'

/** What runs beside what, so that nothing waits for a chain, a server or a program that is slow. */
export const lanesWith = (verify: Step): readonly Lane[] => [
  [
    ['observe', observe],
    // Before evidence is gathered: what was signed elsewhere is not measured again.
    ['adopt', adopt],
    ['gather', gather],
    ['discard', discard],
  ],
  [['verify', verify]],
  [['sign', sign]],
  [['exchange', exchange]],
  [
    ['submit', submit],
    ['finishTransactions', finishTransactions],
  ],
  [
    ['challenge', challenge],
    ['settleDue', settleDue],
  ],
]

export const ROUTES = [intakeRoutes, exchangeRoutes, reportRoutes] as const

/** Milliseconds in which the service ends; what it is at then is taken up when it starts again. */
const GRACE = 9_000

/** Opens the store of a configuration. */
export async function storeOf({ database, data }: Pick<Config, 'database' | 'data'>): Promise<Store> {
  await mkdir(data, { recursive: true, mode: 0o700 })
  return openStore(whereStore({ database, data }))
}

/** What the preflight looks at through the parts. */
export function partsOf(config: Config): Parts {
  return {
    deployment: () => deploymentOf(config),
    identities: readIdentities,
    signers: async (chainId) => {
      const { signer, gas } = await openSigners(config, chainId)
      return { observations: signer.address, gas: gas.address }
    },
    store: async () => {
      await (await storeOf(config)).destroy()
    },
    sandbox: async () => {
      await requireSandbox()
    },
  }
}

/** Works on the store of an operator that does not run. */
export async function withMover<T>(config: Config, work: (mover: Mover) => Promise<T>): Promise<T> {
  const deployment = await deploymentOf(config)
  const member = getAddress(config.member ?? (await openSigners(config, deployment.chainId)).signer.address)
  const mover = { deployment, member, holder: randomUUID(), clock: systemClock, mark: () => undefined }
  const store = await storeOf(config)
  try {
    return await work({ ...mover, store })
  } finally {
    await releaseLease({ ...mover, store })
    await store.destroy()
  }
}

/** Connects everything that a configuration names. @throws {InputError} for what is wrong in it. */
export async function openOperator(config: Config): Promise<Operator> {
  const deployment = await deploymentOf(config)
  const { signer, gas } = await openSigners(config, deployment.chainId)
  const [log, metrics] = [makeLogger(config.log), makeMetrics()]
  const chain = await openChain(config.chain, deployment, metrics, log, systemClock)
  const member = getAddress(config.member ?? signer.address)
  await requireSigner(chain.client, member, signer.address)
  const store = await storeOf(config)
  try {
    await requireOwner(store, { ...deployment, member })
    if (config.database === undefined && (await stopIfCopied(store, whereStore(config))))
      log.error('the store is a copy: signing is stopped until a person resumes it')
  } catch (error) {
    await store.destroy()
    throw error
  }
  for (const verifier of config.verifiers) {
    if (verifier.kind === 'command' && verifier.sandbox === 'none')
      log.warn('a verifier runs without a sandbox: it can do whatever this service can')
  }
  return {
    config,
    deployment,
    member,
    chain,
    store,
    holder: randomUUID(),
    clock: systemClock,
    log,
    metrics,
    signer,
    gas,
    mark: () => undefined,
  }
}

/** Runs the service until the signal fires, and then ends within ten seconds. */
export async function runService(config: Config, signal: AbortSignal): Promise<void> {
  const operator = await openOperator(config)
  const { log, metrics, store, member, deployment } = operator
  metrics.collectDefault()
  const verification = makeVerification(withEvidence)
  const [open, inside] = [publicServer(operator, ROUTES), operatingServer(operator)]
  try {
    const address = await open.listen(config.serve)
    const operating = await inside.listen(config.operate)
    log.info(
      { member, payer: operator.gas.address, chainId: deployment.chainId, address, operating },
      'the service runs',
    )
    const running = Promise.all([keepLease(operator, signal), work(operator, lanesWith(verification.verify), signal)])
    await Promise.race([running, aborted(signal)])
    log.info('the service ends')
    await within(GRACE, Promise.all([running, verification.stop()]))
  } finally {
    await Promise.all([open.close(), inside.close()])
    await store.destroy()
  }
}

/** Runs the lanes, once this process holds the lease: until then another one may be at work in the same folder. */
async function work(operator: Operator, lanes: readonly Lane[], signal: AbortSignal): Promise<void> {
  if (!(await untilHeld(operator, signal))) return
  await sweepWork(operator)
  await runLanes(operator, lanes, signal)
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else
      signal.addEventListener('abort', () => {
        resolve()
      })
  })
}

/** Waits for work, but not longer than so many milliseconds. */
async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const enough = new AbortController()
  await Promise.race([work, setTimeout(milliseconds, undefined, { signal: enough.signal }).catch(() => undefined)])
  enough.abort()
}
