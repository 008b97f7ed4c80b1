import { BaseError, erc20Abi, type Address, type PublicClient } from 'viem'
import { RevertError } from '../errors/RevertError.ts'
import type { Token } from '../model/amount.ts'
import { explained } from './explained.ts'

/** `decimals` is a uint8. */
const MOST_DECIMALS = 255
/** What viem throws for an answer that is no text or number. */
const UNREADABLE =
  /^(AbiDecoding|PositionOutOfBounds|NegativeOffset|RecursiveReadLimit|Invalid|SizeOverflow|IntegerOutOf)/

/** Symbol and decimals of a token. @throws {RevertError} when there is no token, or it does not say what it is. */
export async function getToken(client: PublicClient, address: Address): Promise<Token> {
  return explained(async () => {
    const contract = { address, abi: erc20Abi } as const
    const refuse = (cause?: unknown) =>
      new RevertError('unknown', `${address} does not say what token it is.`, 'Check the address.', { address }, cause)
    try {
      const [symbol, decimals] = await Promise.all([
        client.readContract({ ...contract, functionName: 'symbol' }),
        client.readContract({ ...contract, functionName: 'decimals' }),
      ])
      // Nobody could write amounts with a billion decimals.
      if (decimals > MOST_DECIMALS) throw refuse()
      return { symbol, decimals }
    } catch (error) {
      const unreadable = error instanceof BaseError && error.walk((cause) => isUnreadable(cause)) !== null
      throw unreadable ? refuse(error) : error
    }
  })
}

function isUnreadable(cause: unknown): boolean {
  return cause instanceof Error && UNREADABLE.test(cause.name) && !cause.name.endsWith('RpcError')
}
