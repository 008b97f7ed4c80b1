/** What is known of a claim besides its evidence. Fixed in the store before the verifier starts, so that a second run gets the same. */
import { zeroAddress, type Address, type Hex } from 'viem'
import { escrowAbi } from '../../sdk/abi/escrow.ts'
import { canonicalJson } from '../../sdk/model/canonicalJson.ts'
import { factsSchema, type Facts } from '../../sdk/model/report.ts'
import { readSame } from '../chain/readSame.ts'
import type { Operator } from '../operator.ts'
import type { ClaimsTable } from '../store/tables.ts'
import { blocksToRandomness, randomnessOf, readRandomBlock, type RandomBlock } from './randomness.ts'

/** How many claims the chain is asked for at a time. */
const AT_ONCE = 20

/**
 * The facts of a claim, from the store, or from the chain and then into the store. Those of a block that a reorganisation has removed are
 * replaced.
 * @returns undefined while the block of the randomness is not confirmed.
 * @throws {ConnectionError} when the chain cannot be asked.
 */
export async function fixFacts(operator: Operator, claim: ClaimsTable, confirmed: bigint): Promise<Facts | undefined> {
  const { store, chain, deployment } = operator
  const { escrow, claim: key } = claim
  const number = BigInt(claim.filedBlock) + blocksToRandomness(deployment.chainId)
  const block = await readRandomBlock(chain, number, confirmed)
  if (block === undefined) return undefined
  const row = await store
    .selectFrom('facts')
    .select('facts')
    .where('escrow', '=', escrow)
    .where('claim', '=', key)
    .executeTakeFirst()
  const kept = row && factsSchema.parse(JSON.parse(row.facts))
  if (kept?.randomness.blockHash === block.hash) return kept
  const read = await readFacts(operator, claim, { number, ...block }, confirmed)
  const facts = canonicalJson(read)
  await store
    .insertInto('facts')
    .values({ escrow, claim: key, facts })
    .onConflict((conflict) => conflict.columns(['escrow', 'claim']).doUpdateSet({ facts }))
    .execute()
  operator.mark('verify: facts fixed')
  return read
}

async function readFacts(
  operator: Operator,
  claim: ClaimsTable,
  block: RandomBlock & { number: bigint; timestamp: bigint },
  confirmed: bigint,
): Promise<Facts> {
  const { chainId } = operator.deployment
  const before = await earlierClaims(operator, claim)
  const earlier: Facts['earlier'] = []
  for (let from = 0; from < before.length; from += AT_ONCE) {
    const some = before.slice(from, from + AT_ONCE).map(async (one) => {
      const isSettled = one.settledAt > 0 && BigInt(one.settledAt) <= block.timestamp
      const verdict = isSettled ? (await readClaim(operator, one, confirmed)).verdict.toString() : null
      const { claim: key, target, solver, place, filedAt } = one
      return { claim: key, target, solver, place, filedAt, measurement: one.measurement, verdict }
    })
    earlier.push(...(await Promise.all(some)))
  }
  const { payee } = await readClaim(operator, claim, confirmed)
  return {
    payee: payee === zeroAddress ? null : payee,
    attempt: claim.place + 1,
    randomness: {
      value: randomnessOf(chainId, claim.escrow, claim.claim, block),
      block: Number(block.number),
      blockHash: block.hash,
      mixHash: block.mixHash,
    },
    earlier,
  }
}

async function earlierClaims({ store }: Operator, { escrow, filedBlock, target, place }: ClaimsTable) {
  const rows = await store
    .selectFrom('claims')
    .selectAll()
    .where('escrow', '=', escrow)
    .where('filedBlock', '<=', filedBlock)
    .orderBy('filedBlock')
    .orderBy('target')
    .orderBy('place')
    .execute()
  return rows.filter((one) => one.filedBlock < filedBlock || (one.target === target && one.place < place))
}

/** A claim as the chain has it at a block. */
async function readClaim(
  { chain }: Operator,
  { escrow, claim }: { escrow: Address; claim: Hex },
  blockNumber: bigint,
): Promise<{ payee: Address; verdict: bigint }> {
  const contract = { address: escrow, abi: escrowAbi, blockNumber } as const
  return readSame(chain, (client) => client.readContract({ ...contract, functionName: 'claimOf', args: [claim] }))
}
