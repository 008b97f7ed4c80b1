/** A browser's storage for pages, as it is or as it may fail. */
export interface FakeStorage {
  entries: Map<string, string>
  /** Every access throws, as where cookies are forbidden. */
  forbidden: boolean
  /** Nothing can be written any more. */
  full: boolean
  /** Puts things back. */
  restore(): void
}

/** Puts a storage in the place of `localStorage`. */
export function fakeStorage(): FakeStorage {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'localStorage')
  const fake: FakeStorage = {
    entries: new Map(),
    forbidden: false,
    full: false,
    restore: () => {
      if (before === undefined) Reflect.deleteProperty(globalThis, 'localStorage')
      else Object.defineProperty(globalThis, 'localStorage', before)
    },
  }
  const storage = {
    getItem: (key: string) => fake.entries.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (fake.full) throw new DOMException('no room', 'QuotaExceededError')
      fake.entries.set(key, value)
    },
    removeItem: (key: string) => void fake.entries.delete(key),
  }
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    get: () => {
      if (fake.forbidden) throw new DOMException('forbidden', 'SecurityError')
      return storage
    },
  })
  return fake
}
