import { lazy, useState, type ComponentType } from 'react'

/** A view whose code comes when it is asked for. */
export interface LaterView<M> {
  (): React.ReactNode
  /** Loads it. What is loaded before it is drawn is drawn at once, with no picture of waiting in its place first. */
  load: () => Promise<M>
}

export function laterView<M extends { default: ComponentType }>(load: () => Promise<M>): LaterView<M> {
  let loaded: ComponentType | undefined
  const Lazy = lazy(load)
  function Later() {
    // What is drawn stays the same component, although the code comes meanwhile.
    const [View] = useState<ComponentType>(() => loaded ?? Lazy)
    return <View />
  }
  return Object.assign(Later, {
    load: async () => {
      const module = await load()
      loaded = module.default
      return module
    },
  })
}
