import { isAddressEqual, type Address } from 'viem'
import type { OperatorEntry } from '../../../sdk/actions/getOperators.ts'
import { intakeHeaders } from '../../../sdk/evidence/intakeHeaders.ts'
import { intakeUrl } from '../../../sdk/evidence/intakeUrl.ts'
import { send } from '../../../oracle/evidence/http.ts'
import type { ClaimFile } from '../../../sdk/evidence/claimFile.ts'
import { readClaimFile, writeClaimFile } from './packed.ts'
import type { Sealed } from './sealed.ts'

/** How handing in to one member or the arbiter ended. */
export interface HandedIn {
  account: Address
  endpoint: string
  /** `none`: it takes nothing in, and fetches by URI. */
  result: 'taken' | 'none' | 'failed'
  /** Why it failed. */
  reason?: string
}

/** Hands the bundle of a filed claim in to everybody who takes it in and has not yet. One that does not answer stops nothing. */
export async function handIn(out: string, sealed: Sealed, operators: readonly OperatorEntry[]): Promise<HandedIn[]> {
  const results: HandedIn[] = []
  for (const { account, endpoint } of operators) {
    const claim = await readClaimFile(out)
    const url = intakeUrl(endpoint, claim.chainId, claim.escrow, claim.key)
    const done = (result: HandedIn['result'], reason?: string): void => {
      results.push({ account, endpoint, result, ...(reason === undefined ? {} : { reason }) })
    }
    if (url === undefined) done('none')
    else if (hasTaken(claim, account)) done('taken')
    else {
      try {
        await send(
          url,
          {
            method: 'PUT',
            headers: intakeHeaders(sealed),
            body: { size: sealed.size, stream: sealed.open(`Handing in to ${url.host}`) },
          },
          url.host,
        )
        await writeClaimFile(out, { ...claim, takenIn: { ...claim.takenIn, [account]: new Date().toISOString() } })
        done('taken')
      } catch (error) {
        done('failed', error instanceof Error ? error.message : String(error))
      }
    }
  }
  return results
}

function hasTaken(claim: ClaimFile, account: Address): boolean {
  return Object.keys(claim.takenIn).some((one) => isAddressEqual(one as Address, account))
}
