import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Address } from 'viem'
import { publish } from '../../sdk/actions/publish.ts'
import { makeIdentity } from '../../sdk/evidence/seal.ts'
import type { Chain } from '../main-job/chain.ts'

/** Publishes how evidence is encrypted to people who judge. @returns the files of their age identities, in `folder`. */
export async function publishJudges(
  chain: Chain,
  directory: Address,
  names: readonly string[],
  folder: string,
): Promise<Record<string, string>> {
  await mkdir(folder, { recursive: true })
  const files: Record<string, string> = {}
  for (const name of names) {
    const { identity, recipient } = await makeIdentity()
    const path = join(folder, `${name}.age`)
    await rm(path, { force: true })
    await writeFile(path, `# public key: ${recipient}\n${identity}\n`, { mode: 0o600 })
    files[name] = path
    await publish(await chain.as(name), directory, { endpoint: 'none', encryptionKey: recipient })
  }
  return files
}
