/** The same operations with many funders and claims on the escrow: gas must not grow with them. */
import { type Address, numberToHex } from 'viem'
import type { Figures } from './scenarios.ts'
import { DAY, TOKEN, account, digest, setStage } from './stage.ts'

/** Largest difference between sizes, in gas. */
export const TOLERANCE = 100

const BATCH = 200n

/** An address of no account: the i-th of a crowd of funders. */
const crowdMember = (i: number): Address => numberToHex(0x10000 + i, { size: 20 })

/** Measures on an escrow of `size` funders and `size` claims, half of them filed before the measured ones and half after. */
export async function measureAt(size: number): Promise<Figures> {
  const stage = await setStage()
  const { chain } = stage
  const { funder, second, solver, anyone } = stage.roles
  const { escrow } = await stage.create({ rule: 'Units', holdback: 0n, number: 0n })
  const figures: Figures = {}
  for (let i = 0; i < size; ++i) {
    await chain.send(anyone, escrow, 'deposit', [100n * TOKEN, crowdMember(i)])
  }
  figures['pledge, new funder'] = await chain.send(funder, escrow, 'deposit', [1000n * TOKEN, funder])
  figures['pledge, again'] = await chain.send(funder, escrow, 'deposit', [1000n * TOKEN, funder])
  await chain.send(second, escrow, 'deposit', [1000n * TOKEN, second])

  const fileCrowd = async (from: number, to: number) => {
    for (let i = from; i < to; ++i) {
      await chain.send(anyone, escrow, 'file', [digest(`crowd ${i}`), solver, ''])
    }
  }
  await fileCrowd(0, size / 2)
  const first = await stage.file(escrow, 'first')
  const later = await stage.file(escrow, 'later')
  figures['file'] = later.gas
  await fileCrowd(size / 2, size)
  await stage.observe(escrow, first, [1n, 1n, 1n])
  figures['observe 3'] = await stage.observe(escrow, later, [1n, 1n, 1n])

  await chain.advance(91n * DAY)
  const settleCrowd = async () => {
    for (let left = BigInt(size / 2); left > 0n; left -= BATCH) {
      await chain.send(anyone, escrow, 'settle', [left < BATCH ? left : BATCH], 20_000_000n)
    }
  }
  await settleCrowd()
  await chain.send(anyone, escrow, 'settle', [1n])
  figures['settle'] = await chain.send(anyone, escrow, 'settle', [1n])
  figures["collect, the payee's first tokens"] = await chain.send(anyone, escrow, 'collect', [
    account('payee later'),
    account('payee later'),
  ])
  await settleCrowd()
  await chain.advance(365n * DAY)
  await chain.send(second, escrow, 'redeem', [1000n * TOKEN, second, second])
  figures['refund'] = await chain.send(funder, escrow, 'redeem', [2000n * TOKEN, funder, funder])
  await chain.close()
  return figures
}

/** The rows whose gas differs by more than `TOLERANCE` between sizes. */
export function rowsThatGrow(bySize: Record<string, Figures>): string[] {
  const sizes = Object.values(bySize)
  const rows = Object.keys(sizes[0] ?? {})
  return rows.filter((row) => {
    const gas = sizes.map((figures) => figures[row] ?? Number.NaN)
    return !(Math.max(...gas) - Math.min(...gas) <= TOLERANCE)
  })
}
