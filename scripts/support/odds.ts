/** How chances and costs are read and written by `lodestone size`. */
import { z } from 'zod'
import { InputError, type Fault } from '../../sdk/errors/InputError.ts'
import { parseInput } from '../../sdk/errors/parseInput.ts'
import { panelsUpTo } from '../../sdk/model/panelOdds.ts'

/** A chance: ".1", "0.1" or "10 %". */
const chance = z
  .string('write a chance, for instance .1 or "10 %"')
  .regex(/^(\d+|\d*\.\d+) *%?$/, 'is not a chance: write for instance .1 or "10 %"')
  .transform((text) => parseFloat(text) / (text.endsWith('%') ? 100 : 1))

/** A chance strictly between 0 and 1. */
export const probability = chance.refine((p) => p > 0 && p < 1, 'must be above 0 and below 1')

/** A cost, with the unit behind it. */
export const cost = z
  .string('write an amount')
  .regex(/^(\d+|\d{1,3}(,\d{3})+)(\.\d+)?( +\S+)?$/, 'is not an amount: write for instance 50,000,000')
  .transform((text) => {
    const [, number = '', unit = ''] = /^(\S+)( +\S+)?$/.exec(text) ?? []
    return { value: Number(number.replaceAll(',', '')), unit: unit.replace(/^ +/, ' ') }
  })
  .refine(({ value }) => value > 0 && Number.isFinite(value), 'must be above 0')

const size = z
  .string()
  .regex(/^\d{1,2}$/, 'is not a number of members: write 1, or 3 to 32')
  .transform(Number)
const panelSchema = z.object({
  error: chance.refine((p) => p <= 1, 'must be at most 1'),
  alive: chance.refine((p) => p <= 1, 'must be at most 1'),
  members: size.optional(),
  quorum: size.optional(),
  most: size.refine((n) => n >= 1 && n <= 32, 'must be 1 to 32'),
})

/** The panels asked for: the one of `--members` and `--quorum` (default: the bare majority), or all up to `--most`. */
export function parsePanels(settings: unknown): {
  error: number
  alive: number
  panels: { members: number; quorum: number }[]
} {
  const { error, alive, members, quorum, most } = parseInput(panelSchema, settings, 'command line')
  const fault = (path: string, value: unknown, message: string): Fault => ({ path, value: String(value), message })
  if (members === undefined) {
    if (quorum === undefined) return { error, alive, panels: panelsUpTo(most) }
    throw new InputError('command line', [fault('members', '', 'name the members too: --members')])
  }
  const asked = { members, quorum: quorum ?? Math.floor(members / 2) + 1 }
  if (panelsUpTo(32).some((one) => one.members === members && one.quorum === asked.quorum)) {
    return { error, alive, panels: [asked] }
  }
  const message = 'no escrow has such a panel: 1 of 1, or k of n with n from 3 to 32, k above n / 2 and below n'
  throw new InputError('command line', [fault('quorum', `${asked.quorum} of ${members}`, message)])
}

/** "2.80 %"; two decimals. */
export function percent(p: number): string {
  return `${(100 * p).toFixed(2)} %`
}

/** Rounded up to whole units, with commas. */
export function whole(value: number): string {
  return Math.ceil(value - 1e-6).toLocaleString('en-US')
}
