import { erc20Abi, keccak256, stringToHex, type Address, type Hex, type PublicClient } from 'viem'
import { expectAccepted } from '../../../sdk/actions/expectAccepted.ts'
import { explained } from '../../../sdk/actions/explained.ts'
import { getClaim, type ClaimState } from '../../../sdk/actions/getClaim.ts'
import { getEscrow, type EscrowState } from '../../../sdk/actions/getEscrow.ts'
import { getOperators } from '../../../sdk/actions/getOperators.ts'
import { getUnaccepted } from '../../../sdk/actions/getUnaccepted.ts'
import { recordingWriter } from '../../../sdk/actions/recordingWriter.ts'
import { verifyEscrow } from '../../../sdk/actions/verifyEscrow.ts'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { RevertError } from '../../../sdk/errors/RevertError.ts'
import { judgeKeys, type JudgeKey } from '../../../sdk/evidence/judgeKeys.ts'
import { makeSalt } from '../../../sdk/model/evidence.ts'
import type { Deployment } from '../../../sdk/model/deployment.ts'
import { judgesOf } from '../../../sdk/model/judgesOf.ts'
import { parseOutcome, type Outcome } from '../../../sdk/model/outcome.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import { written } from '../../data/token.ts'

/** What decides whether and how a claim can be filed, all from the chain. */
export interface Filing {
  state: EscrowState
  judges: JudgeKey[]
  /** Members who have not said that they will judge: their services follow other escrows. */
  unaccepted: Address[]
  /** Base units of the token that the account has. */
  balance: bigint
  /** Why the escrow would refuse the claim, fee aside; undefined where it would not. */
  refused: RevertError | undefined
  /** The claim that a break claim attacks. */
  attacked: ClaimState | undefined
}

/** Asks the chain what filing a claim of `account` would meet. @throws {InputError} when the address is no escrow of this deployment. */
export async function readFiling(
  client: PublicClient,
  deployment: Deployment,
  { escrow, account, target }: { escrow: Address; account: Address; target: Hex | undefined },
): Promise<Filing> {
  const { faults } = await verifyEscrow(client, deployment, escrow)
  if (faults.length > 0) throw new InputError('escrow', faults)
  const state = await getEscrow(client, escrow)
  const { terms } = state
  const [operators, unaccepted, balance, refused, attacked] = await Promise.all([
    getOperators(client, deployment.directory, judgesOf(terms)),
    getUnaccepted(client, deployment.directory, escrow, terms.panel),
    explained(() =>
      client.readContract({ address: terms.asset, abi: erc20Abi, functionName: 'balanceOf', args: [account] }),
    ),
    refusalOf(client, { escrow, account, target }),
    target === undefined ? undefined : getClaim(client, state, target),
  ])
  return {
    state: { ...state, token: written(state.token) },
    judges: await judgeKeys(operators, terms),
    unaccepted,
    balance,
    refused,
    attacked,
  }
}

/** Asks by simulation, with a commitment of nothing. */
async function refusalOf(
  client: PublicClient,
  { escrow, account, target }: { escrow: Address; account: Address; target: Hex | undefined },
): Promise<RevertError | undefined> {
  try {
    await expectAccepted(recordingWriter(client, account), { escrow, target, commitment: makeSalt() }, account)
    return undefined
  } catch (error) {
    if (error instanceof RevertError) return error
    throw error
  }
}

/** The outcome document that an index gave, where it is the one of the terms and has its form. */
export function outcomeOf(document: string | undefined, terms: Pick<Terms, 'outcome'>): Outcome | undefined {
  if (document === undefined || keccak256(stringToHex(document)) !== terms.outcome) return undefined
  try {
    return parseOutcome(JSON.parse(document))
  } catch {
    return undefined
  }
}
