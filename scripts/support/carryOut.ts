import { formatEther, formatGwei } from 'viem'
import { explained } from '../../sdk/actions/explained.ts'
import type { Writer, Written } from '../../sdk/actions/writer.ts'
import { confirm, type Plan } from './confirm.ts'
import { feesOf, journaled, mostPerGas, resultOf, type Sender } from './journal/sender.ts'
import type { Report } from './run.ts'
import { writeSafeFile } from './safe.ts'
import type { WriteSession } from './session.ts'

/** Gas of what follows an approval, which can only be simulated once the approval is given. */
const AFTER_APPROVAL = 200_000n

/** Something that is done once: what a person agrees to, the action, and what is said afterwards. */
export interface Task<R> {
  /** @param result what the action would return; undefined where it needs an approval first. */
  plan: (result: R | undefined) => Plan | Promise<Plan>
  /** Carries it out by the writer it is given; with that writer's `dryRun` it only simulates. */
  act: (writer: Writer) => Promise<Written<R>>
  /** Whether the simulation showed that there is nothing to do: then nobody is asked. */
  idle?: (result: R) => boolean
  /** May take several transactions and moves only what is still due, so after an interruption it is carried out anew. */
  anew?: true
  /** Says what happened: after a dry run, after the action, or when an interrupted run of the same command had done it. */
  report: (written: Written<R>) => Report
}

/**
 * Carries out what moves money or binds: simulates it, shows it and asks, does it, and reports it. When the same command was
 * interrupted before it could report what it had sent, it reports that and sends nothing. With `--safe` it writes a file for the Safe instead.
 */
export async function carryOut<R>(session: WriteSession, task: Task<R>): Promise<Report> {
  const { settings, sender, earlier, writer } = session
  if (sender === undefined) {
    const { title } = await task.plan(undefined)
    return writeSafeFile(session, title, task.report(await task.act(writer)))
  }
  if (earlier !== undefined) {
    const { entry, receipt } = earlier
    sender.tell(
      `This command was interrupted at ${entry.signedAt}, after it had sent its transaction. It is not sent again.`,
    )
    const { transactionHash: hash, blockNumber, gasUsed } = receipt
    const report = task.report({ result: resultOf(entry) as R, transaction: { hash, blockNumber, gasUsed } })
    return { ...report, reported: () => markReported(sender) }
  }
  if (task.idle !== undefined) {
    const rehearsed = await task.act({ ...writer, dryRun: true })
    if (rehearsed.result !== undefined && task.idle(rehearsed.result)) return task.report(rehearsed)
  }
  const simulated = await agree(session, sender, task)
  if (settings.dryRun === true) return task.report(simulated)
  const written = await task.act({ ...writer, send: journaled(sender, task.anew !== true) })
  return { ...task.report(written), reported: () => markReported(sender) }
}

/** Simulates an action, shows what it does and costs, and asks; a dry run only shows. @returns what the simulation returned. */
export async function agree<R>(
  session: WriteSession,
  sender: Sender,
  task: Pick<Task<R>, 'plan' | 'act'>,
): Promise<Written<R>> {
  const { written, gas } = await simulate(session, task.act)
  sender.agreed = await explained(() => feesOf(sender))
  const plan = await task.plan(written.result)
  await confirm(session.settings, withCosts(session, plan, gas, mostPerGas(sender.agreed)))
  return written
}

/** Simulates an action, and estimates the gas of all it would send. */
async function simulate<R>(
  { writer }: WriteSession,
  act: (writer: Writer) => Promise<Written<R>>,
): Promise<{ written: Written<R>; gas: bigint }> {
  const { client } = writer
  const calls: Parameters<typeof client.call>[0][] = []
  const noting: typeof client.call = (call) => {
    calls.push(call)
    return client.call(call)
  }
  const written = await act({ ...writer, client: { ...client, call: noting }, dryRun: true })
  const gas = await explained(() =>
    Promise.all(calls.map((call) => client.estimateGas(call as Parameters<typeof client.estimateGas>[0]))),
  )
  const rest = written.result === undefined ? AFTER_APPROVAL : 0n
  return { written, gas: gas.reduce((sum, one) => sum + one, rest) }
}

/** @param price the most that one unit of gas will cost, in wei. */
function withCosts(session: WriteSession, plan: Plan, gas: bigint, price: bigint): Plan {
  const { deployment, account, settings } = session
  const cost = `about ${gas.toLocaleString('en')} at most ${formatGwei(price)} gwei each: ${formatEther(gas * price)} of the chain's currency`
  const rows: Plan['rows'] = [
    ['account', account],
    ['chain', `${deployment.chainId}, by ${new URL(settings.rpc).host}`],
    ['gas', cost],
  ]
  return { ...plan, rows: [...plan.rows, ...rows] }
}

/** What is reported need not be remembered: the same command is a new one from now on. */
export async function markReported(sender: Sender): Promise<void> {
  for (const entry of await sender.journal.open()) {
    if (entry.state === 'included' && entry.command === sender.command)
      sender.journal.write({ ...entry, state: 'over' })
  }
}
