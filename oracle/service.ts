/** The service: everything of an operator, joined. */
import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { getAddress } from 'viem'
import { parseDeployment, type Deployment } from '../sdk/model/deployment.ts'
import { openChain } from './chain/openChain.ts'
import type { Config } from './config/config.ts'
import { gather } from './evidence/gather.ts'
import { readIdentities } from './evidence/identities.ts'
import { intakeRoutes } from './evidence/intake.ts'
import { sweepWork, withEvidence } from './evidence/withEvidence.ts'
import { exchange } from './exchange/exchange.ts'
import { exchangeRoutes } from './exchange/exchangeRoutes.ts'
import { readJson } from './files/readJson.ts'
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
import { sign } from './sign/sign.ts'
import { keepLease } from './store/lease.ts'
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

/** The record of the deployment that the operator serves. */
export async function deploymentOf({ chain }: Pick<Config, 'chain'>): Promise<Deployment> {
  return parseDeployment(await readJson(chain.deployment, 'deployment record'))
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

/** Connects everything that a configuration names. @throws {InputError} for what is wrong in it. */
export async function openOperator(config: Config): Promise<Operator> {
  const deployment = await deploymentOf(config)
  const { signer, gas } = await openSigners(config, deployment.chainId)
  const [log, metrics] = [makeLogger(config.log), makeMetrics()]
  const chain = await openChain(config.chain, deployment, metrics, log, systemClock)
  const store = await storeOf(config)
  return {
    config,
    deployment,
    member: getAddress(config.member ?? signer.address),
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
  await sweepWork(operator)
  const verification = makeVerification(withEvidence)
  const [open, inside] = [publicServer(operator, ROUTES), operatingServer(operator)]
  try {
    const address = await open.listen(config.serve)
    const operating = await inside.listen(config.operate)
    log.info({ member, chainId: deployment.chainId, address, operating }, 'the service runs')
    const running = Promise.all([
      keepLease(operator, signal),
      runLanes(operator, lanesWith(verification.verify), signal),
    ])
    await Promise.race([running, aborted(signal)])
    log.info('the service ends')
    await within(GRACE, Promise.all([running, verification.stop()]))
  } finally {
    await Promise.all([open.close(), inside.close()])
    await store.destroy()
  }
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
