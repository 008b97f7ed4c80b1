/** Terms in parts, at their bounds, and packed: by the table in TermsCode.sol and predicts escrow addresses, by ethers alone. */
import { DAY, Rule, ethers, loadFixture, terms, time, world } from './escrow.ts'
import type { TermsValues, World } from './escrow.ts'

/** [value, bits] from the highest bits down, zero bits at the end. */
function word(...fields: (readonly [unknown, bigint])[]): string {
  let value = 0n
  let left = 256n
  for (const [field, bits] of fields) {
    left -= bits
    value |= BigInt(field as string) << left
  }
  return ethers.toBeHex(value, 32)
}

/** The immutable arguments of an escrow's code. */
export function pack(t: TermsValues): string {
  return ethers.concat([
    t.outcome,
    word([t.asset, 160n], [t.pledgeBy, 40n], [t.claimBy, 40n], [t.rule, 8n], [t.quorum, 8n]),
    word([t.threshold, 128n], [t.cap, 128n]),
    word([t.arbiter, 160n], [t.verifyWithin, 32n], [t.challengeWithin, 32n], [t.arbitrateWithin, 32n]),
    word([t.claimFee, 128n], [t.challengeFee, 128n]),
    word(
      [t.minStep, 64n],
      [t.lastCall, 32n],
      [t.warranty, 32n],
      [t.holdback, 16n],
      [t.curve.length, 8n],
      [t.panel.length, 8n],
    ),
    ...t.curve.map((point) => word([point.measurement, 64n], [point.price, 128n])),
    ...t.panel.map((member) => word([0n, 96n], [member, 160n])),
  ])
}

/** CREATE2 of an ERC-1167 proxy that is followed by the packed terms; salt 0. */
export function predict(factory: string, implementation: string, t: TermsValues): string {
  const code = ethers.concat(['0x363d3d373d3d3d363d73', implementation, '0x5af43d82803e903d91602b57fd5bf3', pack(t)])
  // PUSH2 length, RETURNDATASIZE, DUP2, PUSH1 10, RETURNDATASIZE, CODECOPY, RETURN
  const init = ethers.concat(['0x61', ethers.toBeHex(ethers.dataLength(code), 2), '0x3d81600a3d39f3', code])
  return ethers.getCreate2Address(factory, ethers.ZeroHash, ethers.keccak256(init))
}

export type Change = (w: World, at: bigint) => Partial<TermsValues>

export const YEAR = 365n * DAY
export const MAX_128 = 2n ** 128n - 1n
export const points = (...pairs: [bigint, bigint][]) => pairs.map(([measurement, price]) => ({ measurement, price }))
export const curve = (...pairs: [bigint, bigint][]): Partial<TermsValues> => ({
  curve: points(...pairs),
  cap: pairs.at(-1)![1],
  threshold: 1n,
})
export const address = (i: number) => ethers.zeroPadValue(ethers.toBeHex(i), 20)
export const panel = (n: number, quorum: number): Partial<TermsValues> => ({
  panel: Array.from({ length: n }, (_, i) => address(i + 0x1000)),
  quorum: BigInt(quorum),
})
export const contest = (...pairs: [bigint, bigint][]): Partial<TermsValues> => ({
  ...curve(...pairs),
  rule: Rule.Contest,
})

/** Terms that a change applies to, and the second in which their creation will be mined. */
export async function subject() {
  const w = await loadFixture(world)
  const at = BigInt(await time.latest()) + 100n
  const t = await terms(w, { pledgeBy: at + 30n * DAY, claimBy: at + YEAR })
  await time.setNextBlockTimestamp(at)
  return { w, at, t }
}
