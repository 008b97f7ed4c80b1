import { expect } from 'chai'
import { runLanes, wake } from '../../../oracle/operate/lanes.ts'
import type { Step } from '../../../oracle/operator.ts'
import { oracleWorld, type OracleWorld, type TestOperator } from '../world.ts'

/** Milliseconds: whoever sleeps longer rests. */
const SHORT = 1_000

describe('oracle: lanes', () => {
  let world: OracleWorld
  let operator: TestOperator
  let ending: AbortController
  let resting = 0
  /** Waits until so many lanes rest. */
  let rest: (lanes: number) => Promise<void>

  before(async () => {
    world = await oracleWorld()
  })
  after(() => world.stop())
  beforeEach(async () => {
    operator = await world.operator(0)
    ending = new AbortController()
    resting = 0
    const waiting: (() => void)[] = []
    rest = async (lanes) => {
      while (resting < lanes) await new Promise<void>((resolve) => waiting.push(resolve))
    }
    // Short pauses are over at once; long ones only by the signal.
    operator.clock.sleep = async (milliseconds, signal) => {
      signal?.throwIfAborted()
      if (milliseconds < SHORT) return
      resting++
      for (const go of waiting.splice(0)) go()
      await new Promise<void>((_, reject) => {
        signal?.addEventListener('abort', () => {
          resting--
          reject(new DOMException('aborted', 'AbortError'))
        })
      })
    }
  })

  /** A step that notes its rounds, and does what `act` does in each. */
  const counted = (act: (round: number) => Promise<boolean> | boolean) => {
    const step = { rounds: 0, run: (async () => act(++step.rounds)) as Step }
    return step
  }

  it('wake one another when one did something, and rest when none does', async () => {
    let open: () => void = () => undefined
    const gate = new Promise<void>((resolve) => (open = resolve))
    const first = counted(async (round) => {
      if (round === 1) await gate
      return round === 1
    })
    const second = counted(() => false)
    const running = runLanes(operator, [[['first', first.run]], [['second', second.run]]], ending.signal)
    await rest(1)
    expect([first.rounds, second.rounds], 'while the first is at work').to.deep.equal([1, 1])
    open()
    await rest(2)
    expect([first.rounds, second.rounds], 'after it').to.deep.equal([2, 2])
    ending.abort()
    await running
    expect([first.rounds, second.rounds], 'at the end').to.deep.equal([2, 2])
  })

  it('are woken from outside, and in a round have another one after it', async () => {
    const step = counted((round) => {
      if (round === 2) wake(operator)
      return false
    })
    const running = runLanes(operator, [[['one', step.run]]], ending.signal)
    await rest(1)
    expect(step.rounds, 'before').to.equal(1)
    wake(operator)
    await rest(1)
    expect(step.rounds, 'after').to.equal(3)
    ending.abort()
    await running
  })
})
