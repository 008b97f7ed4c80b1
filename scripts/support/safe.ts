import { safeBatch } from '../../sdk/safe/safeBatch.ts'
import type { Report } from './run.ts'
import type { WriteSession } from './session.ts'
import { writeNew } from '../../oracle/files/writeNew.ts'

/**
 * Writes what was recorded for a Safe to a new file, and says so.
 * @param report of what would be done.
 * @throws {InputError} when the file exists or cannot be written.
 */
export async function writeSafeFile(session: WriteSession, title: string, report: Report): Promise<Report> {
  const { writer, settings, account, deployment } = session
  const calls = writer.batch ?? []
  if (calls.length === 0) return report
  const file = settings.safeFile ?? 'safe.json'
  const batch = safeBatch(calls, { chainId: deployment.chainId, safe: account, name: title, createdAt: Date.now() })
  await writeNew(file, `${JSON.stringify(batch, null, 2)}\n`, '--safe-file')
  const line = `${file} holds ${calls.length} calls for Safe's transaction builder, simulated together.`
  return { lines: [...report.lines, line], data: { ...report.data, safeFile: file } }
}
