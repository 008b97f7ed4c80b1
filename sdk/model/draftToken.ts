import { isAddress } from 'viem'
import { valueAt } from '../errors/parseInput.ts'
import type { Token } from './amount.ts'
import type { DraftContext } from './draft.ts'
import type { DraftReader } from './draftReader.ts'

/** Amounts that tell the token's symbol where no chain is asked. */
const AMOUNTS = ['pledges.cap', 'pledges.threshold', 'claims.fee', 'arbitration.challengeFee']

/** The token by which a sheet's amounts are read; undefined, with a fault, where nothing says how many decimals it has. */
export function draftToken(reader: DraftReader, sheet: unknown, context: DraftContext): Token | undefined {
  const written = valueAt(sheet, ['decimals'])
  const stated = typeof written === 'number' && Number.isSafeInteger(written) && written >= 0 ? written : undefined
  const known = context.token?.decimals ?? context.decimals
  if (known !== undefined && stated !== undefined && known !== stated) {
    reader.note('DecimalsDiffer', 'decimals', `the token has ${known} decimals; correct or remove this`)
  }
  if (context.token !== undefined) return context.token
  const decimals = known ?? stated
  if (decimals !== undefined) return { symbol: symbolOf(reader), decimals }
  if (written === undefined) {
    reader.note('DecimalsUnknown', 'decimals', "add the token's decimals here, or check with a chain that can be asked")
  }
  return undefined
}

function symbolOf(reader: DraftReader): string {
  for (const path of AMOUNTS) {
    const [, unit] = /^\S+ +(\S.*)$/.exec(reader.text(path) ?? '') ?? []
    if (unit !== undefined) return unit
  }
  const name = reader.text('token') ?? ''
  return isAddress(name) ? '' : name
}
