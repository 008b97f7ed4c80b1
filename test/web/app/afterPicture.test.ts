import { expect } from 'chai'
import { afterPicture } from '../../../web/app/afterPicture.ts'

describe('what large code waits for', () => {
  const { setTimeout: real } = globalThis
  const document = { hidden: false }
  let timers: (() => void)[] = []
  beforeEach(() => {
    timers = []
    const keep = (timer: () => void): number => timers.push(timer)
    Object.assign(globalThis, { document, setTimeout: keep, requestAnimationFrame: keep })
  })
  afterEach(() => {
    Object.assign(globalThis, { setTimeout: real })
    Reflect.deleteProperty(globalThis, 'document')
    Reflect.deleteProperty(globalThis, 'requestAnimationFrame')
  })

  /** Whether it has waited for nothing but what was called so far. */
  const isOver = async (waiting: Promise<void>): Promise<boolean> => {
    let over = false
    void waiting.then(() => (over = true))
    await Promise.resolve()
    return over
  }

  it('should be the picture, in a page that somebody sees', async () => {
    document.hidden = false
    const waiting = afterPicture()
    expect(await isOver(waiting), 'at once').to.equal(false)
    for (const timer of timers) timer()
    expect(await isOver(waiting), 'after what waits').to.equal(true)
  })

  it('should be no timer in a page in the background: they are slow there', async () => {
    document.hidden = true
    expect(await isOver(afterPicture())).to.equal(true)
    expect(timers).to.have.lengthOf(0)
  })
})
