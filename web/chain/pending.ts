/** Transactions that were sent and are not in a block yet: remembered on this device, so that closing the page loses none of them. */
import { useSyncExternalStore } from 'react'
import * as z from 'zod'
import { keep, recall } from '../app/memory.ts'

const KEY = 'lodestone-sent'
/** Characters of what one does. */
const MOST = 200

const sentSchema = z.object({
  hash: z.string().regex(/^0x[0-9a-fA-F]{64}$/),
  chainId: z.int(),
  from: z.string().regex(/^0x[0-9a-fA-F]{40}$/),
  /** What it does, in the words of the page. */
  what: z.string().max(MOST),
  /** Milliseconds. */
  at: z.number(),
  /** Its number in the order of the account, where the node knew it. */
  nonce: z.int().optional(),
})
export type Sent = Omit<z.output<typeof sentSchema>, 'hash' | 'from'> & { hash: `0x${string}`; from: `0x${string}` }

const listeners = new Set<() => void>()
let known: readonly Sent[] = read()

/** Remembers a transaction that was just sent, also for other windows of this page. */
export function remember(sent: Sent): void {
  write([...read().filter(({ hash }) => hash !== sent.hash), { ...sent, what: sent.what.slice(0, MOST) }])
}

/** Remembers the number of a transaction, unless it was forgotten meanwhile. */
export function number(hash: string, nonce: number): void {
  write(read().map((one) => (one.hash === hash ? { ...one, nonce } : one)))
}

/** Forgets one that is in a block, or never will be. */
export function forget(hash: string): void {
  write(read().filter((one) => one.hash !== hash))
}

/** All that are known, the oldest first: the same list until it changes. */
export function pending(): readonly Sent[] {
  return known
}

export function usePending(): readonly Sent[] {
  return useSyncExternalStore(subscribe, pending)
}

function subscribe(changed: () => void): () => void {
  if (listeners.size === 0) addEventListener('storage', onOtherWindow)
  listeners.add(changed)
  return () => {
    listeners.delete(changed)
    if (listeners.size === 0) removeEventListener('storage', onOtherWindow)
  }
}

function onOtherWindow({ key }: StorageEvent): void {
  if (key === KEY || key === null) tell(read())
}

/** What is kept; what is none of it, as of another version of the page, is left out. */
function read(): readonly Sent[] {
  try {
    const all = JSON.parse(recall(KEY) ?? '[]') as unknown
    if (!Array.isArray(all)) return []
    return all.flatMap((one) => {
      const parsed = sentSchema.safeParse(one)
      return parsed.success ? [parsed.data as Sent] : []
    })
  } catch {
    return []
  }
}

function write(next: readonly Sent[]): void {
  keep(KEY, JSON.stringify(next))
  tell(next)
}

function tell(next: readonly Sent[]): void {
  known = next
  for (const listener of listeners) listener()
}
