/** Five members of a panel as real processes: one dead, one slow, one that lies, one that its peers cannot reach, one as it should be. */
import { expect } from 'chai'
import { Panel, things, type Kind } from './panel.ts'

const KINDS: readonly Kind[] = ['honest', 'lying', 'dead', 'slow', 'unreachable']

describe('oracle: five processes', function () {
  this.timeout(600_000)
  let panel: Panel

  before(async () => {
    panel = await Panel.on('anvil', KINDS)
    await panel.start()
  })
  after(() => panel.stop())

  it('the right verdict lands with a quorum of honest members alive', async () => {
    const key = await panel.claim(things(50))
    const state = await panel.observed(key, 4)
    expect([state.seats.length, state.verdict], 'observations, verdict').to.deep.equal([4, 50n])
  })

  it('a member killed in the middle goes on where it was, and all observe', async () => {
    const [first] = panel.members
    const key = await panel.claim(things(70))
    await panel.kill(first!, 'SIGKILL')
    await panel.run(first!)
    const state = await panel.observed(key, 4)
    expect([state.seats.length, state.verdict], 'observations, verdict').to.deep.equal([4, 70n])
  })

  it('ends within ten seconds when it is told to, with exit code 0', async () => {
    for (const member of panel.members.filter(({ kind }) => kind !== 'dead')) {
      expect(await panel.kill(member, 'SIGTERM'), `${member.kind}: ${member.log}`).to.equal(0)
    }
  })

  it('writes no secret into its log', () => {
    for (const { as, log } of panel.members) {
      expect(log, 'the key').to.not.include(panel.w.keyOf(as).slice(2))
      expect(log, 'the identity').to.not.include('AGE-SECRET-KEY')
    }
  })
})
