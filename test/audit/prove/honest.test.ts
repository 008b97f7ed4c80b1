/** Proofs of honest escrows, in every state, on three nodes: everything is proved and nothing is found. */
import { expect } from 'chai'
import type { Finding } from '../../../audit/finding.ts'
import { prove } from '../../../audit/prove/prove.ts'
import type { Statement } from '../../../audit/result.ts'
import {
  collect,
  compiled,
  contestLife,
  CONTEST,
  pin,
  Played,
  proveWorld,
  unitsLife,
  type Kind,
  type ProveWorld,
} from './world.ts'
import { viewedState } from './viewedState.ts'

const standings = (statements: readonly Statement[]) => statements.map(({ standing }) => standing)

for (const kind of ['EDR', 'hardhat node', 'anvil'] as const satisfies Kind[]) {
  describe(`audit: proofs on ${kind}`, function () {
    this.timeout(180_000)
    let world: ProveWorld
    before(async () => {
      world = await proveWorld(kind)
    })
    after(() => world.stop())

    /** Audits the escrow as it stands now. */
    async function audit(p: Played, hash: boolean) {
      const findings: Finding[] = []
      const { client, factory } = world
      const pinned = await pin(client)
      const statements = await prove(
        client,
        {
          pinned,
          ...(hash ? { hash: pinned.hash } : { witness: client }),
          escrows: [{ subject: p.subject, state: await viewedState(client, p.subject) }],
          factory,
          fromBlock: 0n,
          collected: await collect(client, p.subject, pinned),
          expected: {
            implementation: await compiled('Escrow.sol/Escrow'),
            factory: await compiled('EscrowFactory.sol/EscrowFactory'),
          },
        },
        (finding) => findings.push(finding),
      )
      return { findings, statements }
    }

    it('proves every state of an escrow with claims, disputes and breaks', async () => {
      const p = await Played.create(world)
      for await (const part of unitsLife(p)) {
        const { findings, statements } = await audit(p, true)
        expect(findings, part).to.deep.equal([])
        const expected = ['proved', 'proved', 'checked', 'proved', 'proved', 'proved', 'assumed']
        expect(standings(statements), part).to.deep.equal(expected)
      }
      const { findings, statements } = await audit(p, false)
      expect(findings, 'without a hash').to.deep.equal([])
      const expected = ['assumed', 'assumed', 'checked', 'checked', 'checked', 'checked', 'assumed']
      expect(standings(statements), 'without a hash').to.deep.equal(expected)
    })

    it('proves a contest before and after the award', async () => {
      const p = await Played.create(world, CONTEST)
      for await (const part of contestLife(p)) {
        const { findings } = await audit(p, true)
        expect(findings, part).to.deep.equal([])
      }
    })
  })
}
