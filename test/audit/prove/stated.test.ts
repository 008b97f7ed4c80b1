/** Without a block hash storage is read by one call where the endpoint lets other code stand in, else slot by slot: both tell the same. */
import { expect } from 'chai'
import type { Hex } from 'viem'
import { auditWith, refusal, rules, type Call, type Lie } from './liar.ts'
import { Played, proveWorld, unitsLife, type ProveWorld } from './world.ts'

const isOverride = ({ method, params }: Call): boolean => method === 'eth_call' && params.length === 3

describe('audit: storage that is only stated', function () {
  this.timeout(120_000)
  let world: ProveWorld
  let p: Played
  // The embedded chain takes no code in a call; anvil does.
  before(async () => {
    world = await proveWorld('anvil')
    p = await Played.create(world)
    for await (const part of unitsLife(p)) if (part === 'broken and collected') break
  })
  after(() => world.stop())

  /** How often each way was taken, and what `change` makes of the answers. */
  const watched = (answerOverride: Lie) => {
    const asked = { overrides: 0, slots: 0 }
    const lie: Lie = (call, honest) => {
      if (call.method === 'eth_getStorageAt') asked.slots++
      if (!isOverride(call)) return honest()
      asked.overrides++
      return answerOverride(call, honest)
    }
    return { asked, lie }
  }

  it('reads slot by slot where the endpoint refuses other code, or passes it over', async () => {
    const refusing: Lie = () => {
      throw refusal(-32_602, 'too many arguments, want at most 2')
    }
    const passingOver: Lie = (call, honest) => honest({ ...call, params: call.params.slice(0, 2) })
    for (const [name, way] of Object.entries({ refusing, passingOver, empty: () => '0x' })) {
      const { asked, lie } = watched(way)
      expect((await auditWith(p, { lie, hash: false })).findings, name).to.deep.equal([])
      expect(asked.overrides, name).to.equal(1)
      expect(asked.slots, name).to.be.above(100)
    }
  })

  it('reads by one call where it can, and finds a changed word in it', async () => {
    const { asked, lie } = watched((_, honest) => honest())
    expect((await auditWith(p, { lie, hash: false })).findings).to.deep.equal([])
    expect(asked).to.deep.equal({ overrides: 1, slots: 0 })
    const changed = watched(async (_, honest) => {
      const words = (await honest()) as Hex
      const at = words.slice(2).search(/[1-9a-f]/) + 2
      return `${words.slice(0, at)}0${words.slice(at + 1)}`
    })
    expect(rules(await auditWith(p, { lie: changed.lie, hash: false }))).to.include('state')
  })
})
