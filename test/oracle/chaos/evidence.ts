import { encodeAbiParameters, keccak256, type Address, type Hex } from 'viem'
import { seal } from '../../../sdk/evidence/seal.ts'
import { packBundle } from '../../../sdk/evidence/packBundle.ts'
import { claimKey, commitmentOf, manifestDigest } from '../../../sdk/model/evidence.ts'
import { bytesOf, manifestOf, streamOfBytes } from '../../evidence/support.ts'
import { CHAIN } from '../evidence/world.ts'
import { MARKER } from './witness.ts'

/** A claim with its evidence, as its solver has it. */
export interface Prepared {
  claim: Hex
  commitment: Hex
  /** What an honest member measures. */
  measurement: bigint
  sealed: Uint8Array
}

/** Evidence of so much, packed and encrypted for all. The same number gives the same claim. */
export async function prepare(
  escrow: Address,
  solver: Address,
  recipients: readonly string[],
  number: number,
  measurement: bigint,
): Promise<Prepared> {
  const result = { measurement: `${measurement}`, sideConditions: [{ name: 'quiet', holds: true }] }
  const files: Record<string, Uint8Array> = {
    [`${MARKER}.txt`]: Buffer.from(`${MARKER} `.repeat(40)),
    'result.json': Buffer.from(JSON.stringify(result)),
  }
  const manifest = { ...manifestOf(files), escrow, solver, statement: `${MARKER} holds.` }
  const salt = keccak256(encodeAbiParameters([{ type: 'uint256' }], [BigInt(number)]))
  const commitment = commitmentOf({ chainId: CHAIN, escrow, solver, manifestDigest: manifestDigest(manifest), salt })
  const bundle = await bytesOf(packBundle(manifest, salt, (path) => streamOfBytes(files[path]!)))
  const sealed = await bytesOf(await seal(streamOfBytes(bundle), recipients))
  return { claim: claimKey(solver, commitment), commitment, measurement, sealed }
}
