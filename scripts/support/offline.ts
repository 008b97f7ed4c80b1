import { escrowAddress } from '../../sdk/model/escrowAddress.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import { parseDeployment } from '../../sdk/model/deployment.ts'
import type { Read } from '../../sdk/model/draft.ts'
import { parseMoment } from '../../sdk/model/duration.ts'
import { readDocuments } from '../../sdk/model/termsOfSheet.ts'
import type { Explainable } from './explainReport.ts'
import { readFiles } from './readDocuments.ts'
import { readJson } from '../../oracle/files/readJson.ts'

/** How documents are read without a chain. */
export interface OfflineSettings {
  names?: string
  decimals?: string
  now?: string
  deployment?: string
}

/**
 * Reads documents without a chain: decimals come from `--decimals` or the sheet, the time from `--now` or this machine's clock, the
 * address from the deployment record, if one is named. @throws {InputError} with every fault.
 */
export async function readOffline(
  outcome: string,
  sheet: string,
  settings: OfflineSettings,
): Promise<Explainable & { read: Read }> {
  const clock = BigInt(Math.floor(Date.now() / 1000))
  const now = settings.now === undefined ? clock : parseMoment(settings.now, clock, '--now')
  const decimals = settings.decimals === undefined ? undefined : decimalsOf(settings.decimals)
  const record =
    settings.deployment === undefined
      ? undefined
      : parseDeployment(await readJson(settings.deployment, 'deployment record'))
  const documents = await readFiles({ outcome, sheet, names: settings.names })
  const read = readDocuments(documents, { now, decimals })
  const escrow = record === undefined ? undefined : escrowAddress(record, read.terms)
  return { read, terms: read.terms, outcome: read.outcome, facts: { token: read.token, now }, escrow }
}

function decimalsOf(text: string): number {
  const decimals = Number(text)
  if (/^\d{1,3}$/.test(text) && decimals <= 255) return decimals
  const message = 'is no number of decimals: write a whole number from 0 to 255'
  throw new InputError('command line', [{ path: '--decimals', value: text, message }])
}
