import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'

export interface Saved {
  name: string
  content: Buffer
}

/** What the page lets the visitor save. @param act what makes it do so. */
export async function savedBy(page: Page, act: () => Promise<void>): Promise<Saved> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) }
}

const BLOCK = 512

/** The files in a tar archive (POSIX ustar, short names). */
export function filesOfTar(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  for (let at = 0; archive[at] !== 0;) {
    const field = (from: number, length: number) =>
      archive.toString('utf8', at + from, at + from + length).replace(/\0.*$/s, '')
    const [start, size] = [at + BLOCK, Number.parseInt(field(124, 12), 8)]
    files.set(field(0, 100), archive.subarray(start, start + size))
    at = start + Math.ceil(size / BLOCK) * BLOCK
  }
  return files
}
