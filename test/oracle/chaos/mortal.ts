/** An operator that can be ended at a mark, as `kill -9` would: from then on nothing that outlives the process happens any more. */
import type { Operator } from '../../../oracle/operator.ts'

/** What a killed operator's code runs into, whatever it does. */
export class Killed extends Error {
  override readonly name = 'Killed'
}

/**
 * @param dies asked at every mark; true ends the operator there.
 * @returns the operator, to be used once: after it was killed a new one over the same store is another process.
 */
export function mortal(operator: Operator, dies: (point: string) => boolean): Operator {
  let dead = false
  const guarded = <T extends object>(target: T): T =>
    new Proxy(target, {
      get: (on, name) => {
        if (dead) throw new Killed('the process has ended')
        const value: unknown = Reflect.get(on, name, on)
        return typeof value === 'function' ? (value.bind(on) as unknown) : value
      },
    })
  return {
    ...operator,
    store: guarded(operator.store),
    chain: {
      client: guarded(operator.chain.client),
      confirmed: () => guarded(operator.chain).confirmed(),
      read: (run) => operator.chain.read((client, witness) => run(guarded(client), guarded(witness))),
    },
    signer: guarded(operator.signer),
    gas: guarded(operator.gas),
    log: guarded(operator.log),
    mark: (point) => {
      if (dead || dies(point)) {
        dead = true
        throw new Killed(point)
      }
    },
  }
}
