/**
 * One operator in a process of its own: the service as `lodestone oracle run` runs it, but that what the verifiers would measure is said
 * by the benchmark, and no evidence is fetched. Its argument is the configuration.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parseConfig } from '../../oracle/config/config.ts'
import { readJson } from '../../oracle/files/readJson.ts'
import { runLanes } from '../../oracle/operate/lanes.ts'
import type { Operator, Step } from '../../oracle/operator.ts'
import { keepReport } from '../../oracle/reports/keepReport.ts'
import { publicServer } from '../../oracle/serve/server.ts'
import { lanesWith, openOperator, ROUTES } from '../../oracle/service.ts'
import { keepLease } from '../../oracle/store/lease.ts'
import type { ClaimsTable } from '../../oracle/store/tables.ts'
import { orderSchema, type Answer } from './messages.ts'

const MEASUREMENT = '5000'

const say = (answer: Answer) => process.send?.(answer)

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Claims that are verified and not written down yet; and who waits for some. */
const verified: string[] = []
let wake: () => void = () => undefined

process.on('message', (message) => {
  const order = orderSchema.parse(message)
  if ('verified' in order) {
    verified.push(...order.verified)
    wake()
    return
  }
  void figures()
})
process.on('disconnect', () => process.exit())
process.on('SIGTERM', () => process.exit())

async function figures(): Promise<void> {
  collect()
  const { rss: resident, heapUsed: heap } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  const rows = await operator.store.selectFrom('claims').select('claim').execute()
  say({ resident, heap, busy: (user + system) / 1000, claims: rows.length })
}

/** Takes the place of the step that runs verifiers: waits until a claim is verified, as that step does. */
const verify: Step = async (operator) => {
  if (verified.length === 0) await new Promise<void>((resolve) => (wake = resolve))
  const keys = verified.splice(0)
  const rows = await operator.store.selectFrom('claims').selectAll().where('stage', '=', 'filed').execute()
  for (const key of keys) {
    const row = rows.find(({ claim }) => claim === key)
    if (row === undefined) throw new Error(`claim ${key} was not observed yet`)
    await measure(operator, row)
  }
  return true
}

async function measure(operator: Operator, row: ClaimsTable): Promise<void> {
  const { deployment, member } = operator
  const { escrow, claim, target, solver } = row
  const report = {
    version: 1 as const,
    chainId: deployment.chainId,
    ...{ escrow, claim, target, solver, member },
    ...{ outcome: claim, manifest: null, measurement: MEASUREMENT, reason: '', sideConditions: [], counted: null },
    ...{ facts: null, input: null, verifier: null, notes: 'x'.repeat(1_000) },
  }
  await keepReport(operator, row, 'filed', report, 'measured')
}

const file = process.argv[2] ?? ''
const operator = await openOperator(parseConfig(await readJson(file, 'configuration'), file))
await publicServer(operator, ROUTES).listen(operator.config.serve)
const { signal } = new AbortController()
const lanes = lanesWith(verify).map((lane) => lane.filter(([name]) => name !== 'gather'))
void keepLease(operator, signal)
void runLanes(operator, lanes, signal)
say({ ready: true })
