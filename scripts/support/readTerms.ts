import { isAddress, type PublicClient } from 'viem'
import { z } from 'zod'
import { explained } from '../../sdk/actions/explained.ts'
import { getToken } from '../../sdk/actions/getToken.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import { parseInput } from '../../sdk/errors/parseInput.ts'
import { parseOutcome, type Outcome } from '../../sdk/model/outcome.ts'
import { addressSchema } from '../../sdk/model/schemas.ts'
import { parseSheet } from '../../sdk/model/sheet.ts'
import type { Terms } from '../../sdk/model/terms.ts'
import { termsOfSheet } from '../../sdk/model/termsOfSheet.ts'
import { readJson } from './readJson.ts'

/** Reads outcome document, term sheet and names, asks the chain for token and time, and makes terms of them. */
export async function readTerms(
  client: PublicClient,
  files: { outcomeFile: string; sheetFile: string; namesFile: string | undefined },
): Promise<{ outcome: Outcome; terms: Terms }> {
  const outcome = parseOutcome(await readJson(files.outcomeFile, 'outcome document'))
  const sheet = parseSheet(await readJson(files.sheetFile, 'term sheet'))
  const names =
    files.namesFile === undefined
      ? {}
      : parseInput(z.record(z.string(), addressSchema), await readJson(files.namesFile, 'names file'), 'names file')
  const asset = names[sheet.token] ?? sheet.token
  if (!isAddress(asset)) {
    const message = 'is neither an address nor a name that is known; add it to the names file (--names)'
    throw new InputError('term sheet', [{ path: 'token', value: sheet.token, message }])
  }
  const token = await getToken(client, asset)
  const block = await explained(() => client.getBlock())
  return { outcome, terms: termsOfSheet(sheet, outcome, { token, now: block.timestamp, names }) }
}
