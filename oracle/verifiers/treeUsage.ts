import { readdir, readFile } from 'node:fs/promises'

/** What a process and all that descend from it take now. */
export interface Usage {
  processes: number
  /** Bytes of memory; what several share counts once. */
  bytes: number
}

const PAGE = 4096

/**
 * Adds up a process and its descendants, from /proc. The limits that a process inherits do not: they are for one process each.
 * @param enough memory up to which the quicker figure will do, in which shared memory counts several times.
 * @returns undefined where the system has no /proc.
 */
export async function treeUsage(root: number, enough: number): Promise<Usage | undefined> {
  const parents = new Map<number, { parent: number; bytes: number }>()
  let names: string[]
  try {
    names = await readdir('/proc')
  } catch {
    return undefined
  }
  await Promise.all(
    names
      .filter((name) => /^\d+$/.test(name))
      .map(async (name) => {
        const stat = await readQuietly(`/proc/${name}/stat`)
        // The program's name, in brackets, may have anything in it.
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        const [, parent, resident] = [fields[0], fields[1], fields[21]]
        if (parent === undefined || resident === undefined) return
        parents.set(Number(name), { parent: Number(parent), bytes: Number(resident) * PAGE })
      }),
  )
  const family = [...parents.keys()].filter((pid) => descends(pid, root, parents))
  const resident = family.reduce((sum, pid) => sum + (parents.get(pid)?.bytes ?? 0), 0)
  if (resident <= enough) return { processes: family.length, bytes: resident }
  const shares = await Promise.all(
    family.map(async (pid) => {
      const [, kilobytes] = /^Pss:\s+(\d+) kB$/m.exec(await readQuietly(`/proc/${pid}/smaps_rollup`)) ?? []
      return kilobytes === undefined ? (parents.get(pid)?.bytes ?? 0) : Number(kilobytes) * 1024
    }),
  )
  return { processes: family.length, bytes: shares.reduce((sum, one) => sum + one, 0) }
}

function descends(pid: number, root: number, parents: ReadonlyMap<number, { parent: number }>): boolean {
  // Read at slightly different moments, the parents could even form a circle.
  for (let at: number | undefined = pid, steps = 0; at !== undefined && steps < 4096; steps++) {
    if (at === root) return true
    at = parents.get(at)?.parent
  }
  return false
}

/** A process that has ended reads as nothing. */
async function readQuietly(path: string): Promise<string> {
  try {
    return await readFile(path, 'latin1')
  } catch {
    return ''
  }
}
