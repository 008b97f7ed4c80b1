/** Ids of chains that run on one machine for trying things, whose keys everybody knows. */
export const LOCAL_CHAINS: readonly number[] = [31337, 1337]

export function isLocalChain(chainId: number): boolean {
  return LOCAL_CHAINS.includes(chainId)
}
