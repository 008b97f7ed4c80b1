/**
 * The six commitments through the command line, from term sheet to the last refund: in `npm test` on anvil; with `npm run lives`
 * (LIVES=all) on a hardhat node too, which is slower and on which test/cli/life.test.ts lives one life in `npm test`.
 */
import { LIVES } from './lives.ts'
import { Player } from './player.ts'

const NODES = process.env['LIVES'] === 'all' ? (['hardhat', 'anvil'] as const) : (['anvil'] as const)

describe('lives through the command line', function () {
  this.timeout(900_000)
  const players: Player[] = []
  /** How each life ended, by node: both nodes play at the same time, each life after the other. */
  const ends = new Map<string, Promise<void>>()

  before(async () => {
    players.push(...(await Promise.all(NODES.map((kind) => Player.on(kind)))))
    for (const [i, player] of players.entries()) {
      let last = Promise.resolve()
      for (const life of LIVES) {
        last = last.catch(() => undefined).then(() => player.play(life))
        // Its own test says how it ended.
        last.catch(() => undefined)
        ends.set(`${NODES[i]} ${life.folder}`, last)
      }
    }
  })
  after(async () => {
    for (const player of players) await player.stop()
  })

  for (const kind of NODES) {
    for (const { folder } of LIVES) {
      it(`${folder} on ${kind}: everybody pays and gets what the independent calculation says`, async () => {
        await (ends.get(`${kind} ${folder}`) ?? Promise.reject(new Error('it was not played')))
      })
    }
  }
})
