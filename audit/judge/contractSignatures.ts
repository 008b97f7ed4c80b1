import { concat, encodeFunctionData, isHex, pad, parseAbi, size, type Address, type Hex, type PublicClient } from 'viem'
import * as z from 'zod'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { counted } from '../../sdk/model/words.ts'
import type { Note } from '../finding.ts'
import type { ContractSignature } from '../model/ears.ts'
import type { Statement } from '../result.ts'
import { isContract } from './accounts.ts'
import { isUnreachable } from './transactionInputs.ts'

/** A recorded observation that no key of the member signed. */
export interface SignatureQuery extends ContractSignature {
  escrow: Address
}

/**
 * Whether the member's contract takes a signature; `unknown`: the endpoint has no state of that block; `untold`: not
 * after it, nor before, and no trace says what it did within; or it is none.
 */
type Answer = 'taken' | 'refused' | 'unknown' | 'no contract' | 'untold'

const AT_ONCE = 20
/** Gas that the escrow gives a member's contract. */
const SIGNATURE_GAS = 400_000n
const MAGIC = '0x1626ba7e'
const erc1271Abi = parseAbi(['function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)'])

/**
 * Stands in for the escrow's code for one call: passes the rest of its input on to the address in the first word as the escrow does
 * (STATICCALL, 400,000 gas, one word of the answer), and returns 2 where the answer is the magic value, else 1.
 */
const ASKING: Hex = concat([
  '0x6020360360205f37', // calldatacopy(0, 32, calldatasize - 32)
  '0x60205f602036035f5f3562061a80fa', // staticcall(400000, calldataload(0), 0, calldatasize - 32, 0, 32)
  '0x601f3d1116', // and returndatasize > 31
  '0x5f517f', // and mload(0) =
  pad(MAGIC, { dir: 'right' }),
  '0x1416', // the magic value
  '0x6001015f5260205ff3', // return 1 + that
])

/**
 * Checks observations that ECDSA does not attribute to their member: at the block of the record, or its parent, the member must be a
 * contract (a delegated EOA is none) that takes the signature by ERC-1271 as the escrow asks for it. The state within the block, which
 * is what counted, is to be had by a trace alone: a contract that changes its mind within a block is asked for that.
 * @throws {ConnectionError} when the endpoint cannot be asked.
 */
export async function checkContractSignatures(
  client: PublicClient,
  queries: readonly SignatureQuery[],
  note: Note,
): Promise<Statement[]> {
  if (queries.length === 0) return []
  let [taken, unknown] = [0, 0]
  for (let from = 0; from < queries.length; from += AT_ONCE) {
    const some = queries.slice(from, from + AT_ONCE)
    const answers = await Promise.all(some.map((query) => answerOf(client, query)))
    some.forEach((query, i) => {
      if (answers[i] === 'taken') taken++
      else if (answers[i] === 'unknown') unknown++
      else note(findingOf(query, answers[i] === 'untold'))
    })
  }
  const judged: Statement = {
    what: `${counted(taken, 'observation')} of contract accounts are signed`,
    standing: 'checked',
    how: 'Each contract was asked by ERC-1271 at the block of the record and, where it refused, at the one before.',
  }
  const open: Statement = {
    what: `${counted(unknown, 'observation')} of contract accounts are signed`,
    standing: 'assumed',
    how: 'The endpoint has no state that old: ask an archive node.',
  }
  return [...(taken > 0 ? [judged] : []), ...(unknown > 0 ? [open] : [])]
}

/** A contract may have taken it for a moment: that is the member's doing then. Whoever has only a key cannot. */
function findingOf({ escrow, claim, member, digest, signature, place }: SignatureQuery, isUntold: boolean) {
  const rest = isUntold
    ? 'not signed by ERC-1271, neither before nor after the block: its contract took it for a moment, or the escrow recorded what nobody signed'
    : 'signed neither by its key nor by ERC-1271'
  return {
    grade: isUntold ? 'broken promise' : 'fault',
    rule: 'observe',
    escrow,
    what: `The observation of claim ${claim} on record for member ${member} is ${rest}.`,
    subject: member,
    place,
    expected: `a signature of ${member} over ${digest}`,
    actual: signature,
  } as const
}

async function answerOf(client: PublicClient, query: SignatureQuery): Promise<Answer> {
  const { blockNumber } = query.place
  const at = await answerAt(client, query, blockNumber)
  if (at === 'taken' || blockNumber === 0n) return at
  const before = await answerAt(client, query, blockNumber - 1n)
  if (before === 'taken') return before
  if (at === 'unknown' || before === 'unknown') return 'unknown'
  if (at === 'no contract' && before === 'no contract') return at
  return traced(client, query)
}

/** Whether a trace of the transaction shows that the contract took the signature. */
async function traced(client: PublicClient, query: SignatureQuery): Promise<Answer> {
  const { escrow, member, place } = query
  const question = questionOf(query)
  const request = client.request as (call: object, options: { retryCount: number }) => Promise<unknown>
  const params = [place.transactionHash, { tracer: 'callTracer' }]
  const trace = await request({ method: 'debug_traceTransaction', params }, { retryCount: 0 }).catch(() => undefined)
  if (!frameSchema.safeParse(trace).success) return 'untold'
  const left = [trace]
  for (let frame = left.pop(); frame !== undefined; frame = left.pop()) {
    const { data } = frameSchema.safeParse(frame)
    if (data === undefined) continue
    for (const inner of data.calls) left.push(inner)
    const isAsked = same(data.from, escrow) && same(data.to, member) && same(data.input, question)
    if (isAsked && data.output?.slice(0, 66).toLowerCase() === pad(MAGIC, { dir: 'right' })) return 'taken'
  }
  return 'refused'
}

const frameSchema = z.object({
  from: z.string(),
  to: z.string().optional(),
  input: z.string(),
  output: z.string().optional(),
  calls: z.array(z.unknown()).default([]),
})

const same = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase()

function questionOf({ digest, signature }: SignatureQuery): Hex {
  return encodeFunctionData({ abi: erc1271Abi, functionName: 'isValidSignature', args: [digest, signature] })
}

async function answerAt(client: PublicClient, query: SignatureQuery, blockNumber: bigint): Promise<Answer> {
  const { escrow, member } = query
  try {
    if (!isContract(await client.getCode({ address: member, blockNumber }))) return 'no contract'
  } catch (error) {
    if (isUnreachable(error)) throw unreachable(error)
    return 'unknown'
  }
  const question = questionOf(query)
  // The call's own gas, with the most that any fork asks for a byte of input.
  const gas = SIGNATURE_GAS + 100_000n + 40n * BigInt(size(question) + 32)
  const asked = concat([pad(member), question])
  const override = { stateOverride: [{ address: escrow, code: ASKING }], to: escrow, data: asked }
  const answer = await callAt(client, { ...override, gas: gas + SIGNATURE_GAS, blockNumber })
  if (answer !== undefined && size(answer) === 32 && BigInt(answer) >= 1n && BigInt(answer) <= 2n)
    return BigInt(answer) === 2n ? 'taken' : 'refused'
  // The endpoint takes no overrides: the contract is asked by the escrow's address itself.
  const direct = await callAt(client, { account: escrow, to: member, data: question, gas, blockNumber })
  return direct !== undefined && size(direct) >= 32 && direct.slice(0, 66) === pad(MAGIC, { dir: 'right' })
    ? 'taken'
    : 'refused'
}

/** What a call returns; undefined where it reverts or the endpoint does not take it. */
async function callAt(client: PublicClient, call: Parameters<PublicClient['call']>[0]): Promise<Hex | undefined> {
  try {
    const { data } = await client.call(call)
    return isHex(data) ? data : undefined
  } catch (error) {
    if (isUnreachable(error)) throw unreachable(error)
    return undefined
  }
}

function unreachable(error: unknown): ConnectionError {
  return new ConnectionError('The endpoint does not say what contracts sign.', error)
}
