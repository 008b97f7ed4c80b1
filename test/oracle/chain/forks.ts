/** A chain whose last blocks can be replaced, and operators over it that wait for six confirmations. */
import { observe } from '../../../oracle/observe/observe.ts'
import { oracleWorld, type OracleWorld, type TestOperator } from '../world.ts'
import { ask, fakeEndpoint, open } from './endpoints.ts'
import { expectSilence } from './rows.ts'

export const CONFIRMATIONS = 6

export interface Forks {
  world: OracleWorld
  /** A fresh operator as member 1, by two endpoints. */
  member(): Promise<TestOperator>
  /** Runs `first` on blocks that are then replaced by those that `second` makes. */
  fork(first: () => Promise<unknown>, second: () => Promise<unknown>): Promise<void>
  /** How many there were. */
  count: number
  stop(): Promise<void>
}

export async function forkingWorld(): Promise<Forks> {
  const world = await oracleWorld()
  const { client } = world.sdk
  const endpoints = await Promise.all([0, 1].map(() => fakeEndpoint(client)))
  const urls = endpoints.map(({ url }) => url)
  const self: Forks = {
    world,
    count: 0,
    member: async () => {
      const operator = await world.operator(1)
      const { chain } = await open(urls, CONFIRMATIONS, undefined, 10_000)
      return { ...operator, chain }
    },
    fork: async (first, second) => {
      const snapshot = await ask(client, { method: 'evm_snapshot', params: [] })
      await first()
      await ask(client, { method: 'evm_revert', params: [snapshot] })
      // Otherwise the new blocks can be the old ones.
      await ask(client, { method: 'evm_increaseTime', params: [1_000 + self.count++] })
      await second()
    },
    stop: async () => {
      await Promise.all(endpoints.map((endpoint) => endpoint.stop()))
      await world.stop()
    },
  }
  return self
}

/** Observes what there is; then silently. */
export async function settleDown(operator: TestOperator): Promise<void> {
  await observe(operator)
  await expectSilence(operator)
}
