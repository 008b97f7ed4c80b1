import type { Account, Address, Chain, Hex, Transport, WalletClient } from 'viem'
import { InputError } from '../errors/InputError.ts'
import { observationTypedData } from '../model/typedData.ts'
import type { SignedObservation } from './observe.ts'

/**
 * Signs an observation as the wallet's account. Nothing is sent. What keeps a member from signing twice is the oracle service.
 * @param panel the escrow's, whose order gives the seat.
 * @throws {InputError} when the account is not a member of the panel.
 */
export async function signObservation(
  wallet: WalletClient<Transport, Chain | undefined, Account>,
  observed: {
    chainId: number
    escrow: Address
    panel: readonly Address[]
    claim: Hex
    measurement: bigint
    report: Hex
  },
): Promise<SignedObservation> {
  const { chainId, escrow, panel, claim, measurement, report } = observed
  const member = wallet.account.address
  const seat = panel.findIndex((one) => one.toLowerCase() === member.toLowerCase())
  if (seat === -1) {
    const message = 'is not a member of the panel; sign as one of its members'
    throw new InputError('observation', [{ path: 'member', value: member, message }])
  }
  const data = observationTypedData(chainId, escrow, { claim, member, measurement, report })
  const signature = await wallet.signTypedData({ account: wallet.account, ...data })
  return { seat: BigInt(seat), measurement, report, signature }
}
