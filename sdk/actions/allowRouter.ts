import { erc20Abi, type Address } from 'viem'
import { approve } from './approve.ts'
import { explained } from './explained.ts'
import { signPermit, type Permit } from './signPermit.ts'
import type { Writer } from './writer.ts'

/** For how many seconds a permit is good where the caller does not say. */
const PERMIT_SECONDS = 1800n

/**
 * Sees to it that the router may spend exactly `amount` of a token where it may spend less: by a permit that is signed and sent along,
 * or by an approval.
 * @returns the permit to send along (none where the allowance is there); false in a dry run in which an approval would
 * have been sent or a permit signed.
 */
export async function allowRouter(
  writer: Writer,
  spent: { token: Address; router: Address; amount: bigint; permit: boolean },
): Promise<Permit[] | false> {
  const { token, router, amount, permit } = spent
  if (!permit) return (await approve(writer, token, router, amount)) ? [] : false
  const owner = writer.wallet.account.address
  const [allowance, { timestamp }] = await explained(() =>
    Promise.all([
      writer.client.readContract({ address: token, abi: erc20Abi, functionName: 'allowance', args: [owner, router] }),
      writer.client.getBlock(),
    ]),
  )
  if (allowance >= amount) return []
  return writer.dryRun === true ? false : [await signPermit(writer, token, router, amount, timestamp + PERMIT_SECONDS)]
}
