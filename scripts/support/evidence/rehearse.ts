import type { Address } from 'viem'
import type { Writer } from '../../../sdk/actions/writer.ts'
import { bundleSize } from '../../../sdk/evidence/layout.ts'
import { claimKey, commitmentOf, makeSalt, manifestDigest } from '../../../sdk/model/evidence.ts'
import { transactionLine } from '../lines.ts'
import type { Report } from '../run.ts'
import { expectAccepted } from '../../../sdk/actions/expectAccepted.ts'
import { fileClaim } from './fileOnce.ts'
import { listFolder } from './listFolder.ts'
import { manifestOf, type Packing } from './pack.ts'
import { formatBytes } from '../../../sdk/model/bytes.ts'
import type { Reader } from '../../../sdk/evidence/judgeKeys.ts'
import { counted } from '../../../sdk/model/words.ts'

/** What a claim would be: writes and sends nothing. The salt, hence the key, is another one each time. */
export async function rehearse(
  writer: Writer,
  packing: Packing,
  payee: Address,
  readers: readonly Reader[],
): Promise<Report> {
  const { chainId, escrow, solver, target } = packing
  const manifest = await manifestOf(packing, await listFolder(packing.folder))
  const salt = makeSalt()
  const commitment = commitmentOf({ chainId, escrow, solver, manifestDigest: manifestDigest(manifest), salt })
  await expectAccepted(writer, { escrow, target, commitment }, payee)
  const dry = { ...writer, dryRun: true }
  const written = await fileClaim(dry, { escrow, commitment, target }, { uri: 'file:///', payee })
  const size = formatBytes(bundleSize(manifest, salt))
  return {
    lines: [
      `Would pack ${counted(manifest.files.length, 'file')}, ${size}, encrypted to ${counted(readers.length, 'key')}.`,
      `Would file a claim, payee ${payee}.`,
      transactionLine(written),
    ],
    data: { escrow, key: claimKey(solver, commitment, target), target, payee, manifest, readers },
  }
}
