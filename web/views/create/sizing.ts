/** How chances and costs are typed. */
import { panelOdds, type PanelOdds } from '../../../sdk/model/panelOdds.ts'
import { purseSize, type Purse } from '../../../sdk/model/purse.ts'

/** A chance such as "10 %" or "0.1"; undefined where it is none. */
export function readChance(text: string): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*(%?)\s*$/.exec(text)
  if (match === null) return undefined
  const value = Number(match[1]) / (match[2] === '%' ? 100 : 1)
  return value >= 0 && value <= 1 ? value : undefined
}

/** A cost such as "50,000,000"; undefined where it is none. */
export function readCost(text: string): number | undefined {
  const match = /^\s*(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?(\s+\S+)?\s*$/.exec(text)
  if (match === null) return undefined
  const value = Number(`${(match[1] ?? '').replaceAll(',', '')}${match[2] ?? ''}`)
  return value > 0 && Number.isFinite(value) ? value : undefined
}

/** The purse for what was typed; undefined while a figure is missing, or a chance is 0 or 1. */
export function purseOf(typed: { chance: string; cost: string; success: string }): Purse | undefined {
  const [probability, success] = [readChance(typed.chance), readChance(typed.success)]
  const cost = readCost(typed.cost)
  if (probability === undefined || success === undefined || cost === undefined) return undefined
  if (probability <= 0 || probability >= 1 || success <= 0 || success >= 1) return undefined
  return purseSize({ probability, cost, success })
}

/** The odds of each quorum that so many members may have: 1, or more than half and fewer than all. */
export function oddsOf(members: number, error: number, alive: number): PanelOdds[] {
  if (members !== 1 && (members < 3 || members > 32)) return []
  const quorums =
    members === 1 ? [1] : Array.from({ length: members }, (_, i) => i + 1).filter((k) => 2 * k > members && k < members)
  return quorums.map((quorum) => panelOdds({ members, quorum }, error, alive))
}

/** "2.80 %"; very small ones keep two figures. */
export function percent(part: number): string {
  if (part > 0 && part < 0.000_1) return `${(part * 100).toPrecision(2)} %`
  return `${(part * 100).toFixed(2)} %`
}

/** A cost rounded up to whole units, with commas. */
export function whole(value: number): string {
  return Math.ceil(value - 1e-6).toLocaleString('en')
}
