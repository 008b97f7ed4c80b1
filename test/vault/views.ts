/** Every view of the vault in every status, by evaluating the table of docs/erc4626.md. */
import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import { ethers, loadFixture } from '../support/escrow.ts'
import { SITUATIONS, escrowOf, worldOf } from './env.ts'
import type { VaultEnv } from './env.ts'

interface Context {
  x: bigint
  balance: bigint
  cap: bigint
  P: bigint
  R: bigint
  S: bigint
}

const MAX = ethers.MaxUint256
const value = ({ R, P }: Context, shares: bigint) => (P === 0n ? shares : (shares * R) / P)
const shares = ({ x, R, P }: Context, add: bigint) => {
  if (x === 0n || R === P) return x
  if (R === 0n) return MAX
  const exact = (x * P + (add === 1n ? R - 1n : 0n)) / R
  return exact < MAX ? exact : MAX
}

/** What a cell of the table means. */
const CELLS: Record<string, (c: Context) => bigint> = {
  '0': () => 0n,
  x: ({ x }) => x,
  S: ({ S }) => S,
  balance: ({ balance }) => balance,
  'cap - P': ({ cap, P }) => cap - P,
  'floor(balance * R / P)': (c) => value(c, c.balance),
  'floor(x * R / P)': (c) => value(c, c.x),
  'floor(S * R / P)': (c) => value(c, c.S),
  'floor(toShares(x))': (c) => shares(c, 0n),
  'ceil(toShares(x))': (c) => shares(c, 1n),
}
const LIMITS = ['maxDeposit', 'maxMint', 'maxRedeem', 'maxWithdraw'] as const
const PREVIEWS = ['previewDeposit', 'previewMint', 'previewRedeem', 'previewWithdraw'] as const
const CONVERSIONS = ['convertToAssets', 'convertToShares'] as const
const VIEWS = [...LIMITS, ...PREVIEWS, ...CONVERSIONS, 'totalAssets'] as const

/** The table: column heading -> view -> cell. */
function readTable(): Map<string, Map<string, string>> {
  const text = readFileSync(new URL('../../docs/erc4626.md', import.meta.url), 'utf8')
  const rows = text
    .split('\n')
    .filter((line) => line.startsWith('|') && !line.startsWith('|---'))
    .map((line) => line.slice(1, -1).split('|').map((cell) => cell.trim().replaceAll('`', '')))
  const [headings, ...body] = rows
  if (headings === undefined) throw new Error('docs/erc4626.md has no table')
  return new Map(headings.slice(1).map((heading, i) => [heading, new Map(body.map((row) => [row[0]!, row[i + 1]!]))]))
}

export function shouldViewVault(env: VaultEnv): void {
  const table = readTable()

  describe('views', () => {
    it('should all be in docs/erc4626.md, in every status', () => {
      for (const [heading, column] of table) expect([...column.keys()], heading).to.deep.equal([...VIEWS])
      expect(new Set(SITUATIONS.map((s) => s.heading)), 'columns').to.deep.equal(new Set(table.keys()))
    })

    for (const situation of SITUATIONS) {
      async function fixture() {
        const w = await worldOf(env)
        const escrow = await escrowOf(w, env)
        await situation.reach(w, escrow, env)
        return { w, escrow }
      }

      describe(`given ${situation.label}`, () => {
        it('should be what docs/erc4626.md says for any input', async () => {
          const { w, escrow } = await loadFixture(fixture)
          const [P, R, S] = [await escrow.pledged(), await escrow.refundable(), await escrow.totalSupply()]
          const { cap } = await escrow.terms()
          const inputs = [0n, 1n, 2n, 3n, P - 1n, P, P + 1n, R, R + 1n, 1n << 128n, MAX / 2n, MAX - 1n, MAX]
          const column = table.get(situation.heading)!
          const expected = (view: string, x: bigint, balance: bigint): bigint => {
            const cell = CELLS[column.get(view)!]
            if (cell === undefined) throw new Error(`docs/erc4626.md: no meaning for ${column.get(view)}`)
            return cell({ x, balance, cap, P, R, S })
          }
          for (const owner of [w.funders[0]!.address, w.funders[2]!.address, w.stranger.address]) {
            const balance = await escrow.balanceOf(owner)
            for (const view of LIMITS) {
              expect(await escrow[view](owner), `${view} of ${owner}`).to.equal(expected(view, 0n, balance))
            }
          }
          for (const view of [...PREVIEWS, ...CONVERSIONS]) {
            for (const x of inputs.filter((input) => input >= 0n)) {
              expect(await escrow[view](x), `${view}(${x})`).to.equal(expected(view, x, 0n))
            }
          }
          expect(await escrow.totalAssets(), 'totalAssets').to.equal(expected('totalAssets', 0n, 0n))
        })
      })
    }
  })
}
