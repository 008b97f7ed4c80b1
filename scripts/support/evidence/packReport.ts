import { z } from 'zod'
import { parseInput } from '../../../sdk/errors/parseInput.ts'
import { address, key, text } from '../args.ts'
import type { Settings } from '../options.ts'
import type { Report } from '../run.ts'
import { openEscrow, openSession } from '../session.ts'
import { commitTo, defaultOut, sealTo } from './pack.ts'
import { packedFiles, readManifestFile } from './packed.ts'
import { formatBytes } from '../../../sdk/model/bytes.ts'
import { readJudges, readersOf, type RecipientSettings } from './recipients.ts'
import { counted } from '../../../sdk/model/words.ts'

export interface PackSettings extends Settings, RecipientSettings {
  escrow: string
  solver?: string
  target?: string
  statement?: string
  out?: string
}

const schema = z.strictObject({
  escrow: address,
  solver: address,
  target: key.optional(),
  statement: text.optional(),
})

/** Packs and encrypts evidence into the folder of a claim. */
export async function packReport(folder: string, settings: PackSettings): Promise<Report> {
  const { escrow, account, target, statement } = settings
  const input = parseInput(schema, { escrow, solver: settings.solver ?? account, target, statement }, 'command line')
  const session = await openSession(settings)
  const { chainId } = session.deployment
  const { terms } = await openEscrow(session, input.escrow)
  const readers = await readersOf(await readJudges(session, terms), terms, settings)
  const out = settings.out ?? defaultOut(folder)
  await commitTo({ ...input, folder, out, chainId })
  const claim = await sealTo(out, folder, readers)
  const { files } = await readManifestFile(packedFiles(out).manifest)
  const { size, recipients } = claim.bundle
  return {
    lines: [
      `Packed ${counted(files.length, 'file')}, ${formatBytes(size)} encrypted to ${counted(recipients.length, 'key')}, into ${packedFiles(out).bundle}.`,
      `It will be claim ${claim.key}; nothing is filed yet.`,
      `Keep ${out}: without the salt in it nobody can check the evidence.`,
    ],
    data: { folder: out, ...claim },
  }
}
