/** Whether this visit needs the wallet: its code is not loaded for who only reads. */
import { useSyncExternalStore } from 'react'
import { recall } from '../app/memory.ts'

const listeners = new Set<() => void>()
let wanted = false

/** From now on the wallet's place shows the wallet itself: the visitor asked for it, or a view needs it. */
export function wantWallet(): void {
  if (wanted) return
  wanted = true
  for (const listener of listeners) listener()
}

export function useWanted(): boolean {
  return useSyncExternalStore(subscribe, () => wanted)
}

/** The key of the storage of a chain's connection. */
export const storageKey = (chainId: number): string => `lodestone-${chainId}`

/** Whether a wallet was connected on the last visit; wagmi keeps which. */
export function isRemembered(chainId: number): boolean {
  return recall(`${storageKey(chainId)}.recentConnectorId`) !== undefined
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed)
  return () => {
    listeners.delete(changed)
  }
}
