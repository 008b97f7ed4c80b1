/** Does something with each of a list, with at most `most` of them at the same time, begun in their order. Rejects with the first failure. */
export async function eachOf<T>(list: readonly T[], most: number, act: (one: T) => Promise<void>): Promise<void> {
  const left = [...list]
  const work = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await act(one)
  }
  await Promise.all(Array.from({ length: most }, work))
}
