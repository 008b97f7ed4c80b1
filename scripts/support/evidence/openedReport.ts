import { manifestDigest } from '../../../sdk/model/evidence.ts'
import type { Report } from '../run.ts'
import type { Opened } from '../../../sdk/evidence/proveSealed.ts'
import { formatBytes } from '../../../sdk/model/bytes.ts'
import { counted } from '../../../sdk/model/words.ts'

/** What was found in a bundle. @param proved what was compared with the manifest, and how that went. */
export function openedReport(
  { manifest, salt }: Opened,
  folder: string | undefined,
  { proved = 'all as the manifest says', last }: { proved?: string; last: string },
): Report {
  const bytes = manifest.files.reduce((sum, { size }) => sum + size, 0)
  return {
    lines: [
      `"${manifest.statement}"`,
      `By ${manifest.solver} for escrow ${manifest.escrow}.`,
      `${counted(manifest.files.length, 'file')}, ${formatBytes(bytes)}, ${proved}${folder === undefined ? '' : `: ${folder}`}.`,
      last,
    ],
    data: { folder, manifest, manifestDigest: manifestDigest(manifest), salt },
  }
}
