import { writeFile } from 'node:fs/promises'
import type { Address } from 'viem'
import { recordingWriter } from '../../sdk/actions/recordingWriter.ts'
import type { Writer } from '../../sdk/actions/writer.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import { parseInput } from '../../sdk/errors/parseInput.ts'
import { safeBatch } from '../../sdk/safe/safeBatch.ts'
import { address } from './args.ts'
import type { WriteSettings } from './options.ts'
import { openSession, openWriter, type Session } from './session.ts'

/** The settings of a command whose transaction a Safe may make. */
export interface SafeSettings extends WriteSettings {
  safe?: string
  safeFile?: string
}

/** Connects to write: as the account of the key, or with --safe as the Safe, whose calls are only recorded. */
export async function openSafeOrWriter(
  settings: SafeSettings,
): Promise<Session & { writer: Writer; account: Address }> {
  if (settings.safe === undefined) return openWriter(settings)
  const safe = parseInput(address, settings.safe, 'command line')
  const session = await openSession(settings)
  const writer = { ...recordingWriter(session.client, safe), dryRun: settings.dryRun === true }
  return { ...session, writer, account: safe }
}

/**
 * With --safe, writes what was recorded to a new file.
 * @returns what to tell; undefined without --safe and in a dry run.
 * @throws {InputError} when the file exists or cannot be written.
 */
export async function writeSafeFile(
  session: Session & { writer: Writer; account: Address },
  settings: SafeSettings,
  name: string,
): Promise<{ line: string; file: string } | undefined> {
  const calls = session.writer.batch ?? []
  if (settings.safe === undefined || calls.length === 0) return undefined
  const file = settings.safeFile ?? 'safe.json'
  const { chainId } = session.deployment
  const batch = safeBatch(calls, { chainId, safe: session.account, name, createdAt: Date.now() })
  try {
    await writeFile(file, `${JSON.stringify(batch, null, 2)}\n`, { flag: 'wx' })
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    const message = exists ? 'exists already; name another file' : `cannot be written: ${String(error)}`
    throw new InputError('batch for the Safe', [{ path: '--safe-file', value: file, message }])
  }
  return { file, line: `${file} holds ${calls.length} calls for Safe's transaction builder, simulated together.` }
}
