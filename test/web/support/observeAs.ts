import { keccak256, stringToHex, type Address, type Hex } from 'viem'
import type { Person } from '../../../scripts/dev/roles.ts'
import type { Dev } from '../../../scripts/dev/startDev.ts'
import { observe } from '../../../sdk/actions/observe.ts'
import { signObservation } from '../../../sdk/actions/signObservation.ts'
import type { Terms } from '../../../sdk/model/terms.ts'

/** Brings what these members have measured of a claim on chain, each signed with its own key. */
export async function observeAs(
  { chain }: Pick<Dev, 'chain'>,
  { address, terms }: { address: Address; terms: Terms },
  claim: Hex,
  measured: Readonly<Partial<Record<Person, bigint>>>,
): Promise<void> {
  const chainId = await chain.client.getChainId()
  const signed = await Promise.all(
    Object.entries(measured).map(async ([name, measurement]) => {
      const report = keccak256(stringToHex(`${name} measured ${measurement}`))
      const { wallet } = await chain.as(name)
      return signObservation(wallet, { chainId, escrow: address, panel: terms.panel, claim, measurement, report })
    }),
  )
  const { result } = await observe(await chain.as('anybody'), address, claim, signed)
  if (result !== BigInt(signed.length)) throw new Error(`${result} of ${signed.length} observations were recorded.`)
}
