/**
 * The six commitments through the command line, from term sheet to the last refund: in `npm test` on anvil, and one of them on a hardhat
 * node, which is slower; with `npm run lives` (LIVES=all) all of them on both.
 */
import { LIVES } from './lives.ts'
import { Player } from './player.ts'

const NODES = ['hardhat', 'anvil'] as const
const ALL = process.env['LIVES'] === 'all'
const livesOn = (kind: (typeof NODES)[number]) =>
  kind === 'anvil' || ALL ? LIVES : LIVES.filter(({ folder }) => folder === 'd-attested-servers')

describe('lives through the command line', function () {
  this.timeout(900_000)
  const players: Player[] = []
  /** How each life ended, by node: both nodes play at the same time, each life after the other. */
  const ends = new Map<string, Promise<void>>()

  before(async () => {
    players.push(...(await Promise.all(NODES.map((kind) => Player.on(kind)))))
    for (const [i, player] of players.entries()) {
      let last = Promise.resolve()
      for (const life of livesOn(NODES[i] ?? 'anvil')) {
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
    for (const { folder } of livesOn(kind)) {
      it(`${folder} on ${kind}: everybody pays and gets what the independent calculation says`, async () => {
        await (ends.get(`${kind} ${folder}`) ?? Promise.reject(new Error('it was not played')))
      })
    }
  }
})
