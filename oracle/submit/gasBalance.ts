import { explained } from '../../sdk/actions/explained.ts'
import type { Operator } from '../operator.ts'
import { capOf, feesNow } from './fees.ts'

/** Gas of a submission by a panel of middle size. */
const SUBMISSION = 400_000n
/** Below so many submissions a person is told. */
const FEW = 10n
const EVERY = 60_000

const looked = new WeakMap<Operator, { at: number; low: boolean }>()

/** Tells the metrics what the account for gas has, once a minute; says once when that gets low, and once when it no longer is. */
export async function watchBalance(operator: Operator): Promise<void> {
  const { chain, gas, clock, config, log, metrics } = operator
  const before = looked.get(operator) ?? { at: 0, low: false }
  if (clock.now() - before.at < EVERY) return
  const [balance, { fees }] = await explained(() =>
    Promise.all([chain.client.getBalance({ address: gas.address }), feesNow(chain.client, capOf(config.gas.mostGwei))]),
  )
  metrics.gasBalance.set(Number(balance))
  const needed = FEW * SUBMISSION * fees.maxFeePerGas
  const low = balance < needed
  const told = { account: gas.address, wei: `${balance}`, needed: `${needed}` }
  if (low && !before.low) log.warn(told, 'the account for gas has little left: send it more')
  if (!low && before.low) log.info(told, 'the account for gas has enough again')
  looked.set(operator, { at: clock.now(), low })
}
