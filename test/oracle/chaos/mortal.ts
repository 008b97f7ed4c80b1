/** An operator that can be ended at a mark, as `kill -9` would: from then on nothing that outlives the process happens any more. */
import type { Operator } from '../../../oracle/operator.ts'

/** What a killed operator's code runs into, whatever it does. */
export class Killed extends Error {
  override readonly name = 'Killed'
}

export interface Life {
  dead: boolean
}

/**
 * @param dies asked at every mark; true ends the operator there.
 * @param end called as it ends, before anything else of it runs: takes from it the database and its files.
 * @returns the operator, to be used once: after it was killed a new one over the same store is another process.
 */
export function mortal<T extends Operator>(
  operator: T,
  life: Life,
  dies: (point: string) => boolean,
  end: (point: string) => void,
): T {
  const guarded = <O extends object>(target: O): O =>
    new Proxy(target, {
      get: (on, name) => {
        if (life.dead) throw new Killed('the process has ended')
        const value: unknown = Reflect.get(on, name, on)
        return typeof value === 'function' ? (value.bind(on) as unknown) : value
      },
    })
  return {
    ...operator,
    chain: {
      client: guarded(operator.chain.client),
      confirmed: () => guarded(operator.chain).confirmed(),
      read: (run) => operator.chain.read((client, witness) => run(guarded(client), guarded(witness))),
    },
    signer: guarded(operator.signer),
    gas: guarded(operator.gas),
    mark: (point) => {
      if (life.dead) throw new Killed('the process has ended')
      if (!dies(point)) return
      life.dead = true
      end(point)
      throw new Killed(point)
    },
  }
}
