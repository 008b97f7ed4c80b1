/** Transactions that were sent and are not in a block yet: remembered on this device, so that closing the page loses none of them. */
import { useSyncExternalStore } from 'react'
import * as z from 'zod'

const KEY = 'lodestone-sent'

const sentSchema = z.object({
  hash: z.string().regex(/^0x[0-9a-f]{64}$/),
  chainId: z.int(),
  from: z.string().regex(/^0x[0-9a-fA-F]{40}$/),
  /** What it does, in the words of the page. */
  what: z.string().max(200),
  /** Milliseconds. */
  at: z.number(),
  /** Its number in the order of the account, where the node knew it. */
  nonce: z.int().optional(),
})
const allSchema = z.array(sentSchema)
export type Sent = Omit<z.output<typeof sentSchema>, 'hash' | 'from'> & { hash: `0x${string}`; from: `0x${string}` }

const listeners = new Set<() => void>()
let known: readonly Sent[] = read()

/** Remembers a transaction that was just sent. */
export function remember(sent: Sent): void {
  write([...known.filter(({ hash }) => hash !== sent.hash), sent])
}

/** Forgets one that is in a block, or never will be. */
export function forget(hash: string): void {
  write(known.filter((one) => one.hash !== hash))
}

export function usePending(): readonly Sent[] {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    () => known,
  )
}

function read(): readonly Sent[] {
  try {
    return allSchema.parse(JSON.parse(localStorage.getItem(KEY) ?? '[]')) as Sent[]
  } catch {
    return []
  }
}

function write(next: readonly Sent[]): void {
  known = next
  localStorage.setItem(KEY, JSON.stringify(next))
  for (const listener of listeners) listener()
}
