/** The record of a deployment, `deployments/<chainId>.json`: what every part of the project reads its addresses from. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getAddress, isAddress } from 'ethers'
import { z } from 'zod'

const address = z.string().refine((value) => isAddress(value) && getAddress(value) === value, {
  message: 'must be an address in its checksummed form',
})

export const recordSchema = z.strictObject({
  chainId: z.int().positive(),
  implementation: address,
  factory: address,
  router: address,
  directory: address,
  /** The block that created the factory: nothing of the protocol is in the logs before it. */
  block: z.int().nonnegative(),
  /** The compiler's long version. */
  compiler: z.string().regex(/^\d+\.\d+\.\d+\+commit\.[0-9a-f]{8}/),
})

export type DeploymentRecord = z.infer<typeof recordSchema>

/** The record's file in the folder `records`. */
export const recordFile = (records: string, chainId: number): string => join(records, `${chainId}.json`)

/** Reads the record of a chain; undefined if there is none. Throws what zod finds wrong with it. */
export function readRecord(records: string, chainId: number): DeploymentRecord | undefined {
  const file = recordFile(records, chainId)
  return existsSync(file) ? recordSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined
}

/** Writes the record, the same bytes for the same record. */
export function writeRecord(records: string, record: DeploymentRecord): void {
  mkdirSync(records, { recursive: true })
  // The schema's order, whatever the order of the object.
  writeFileSync(recordFile(records, record.chainId), `${JSON.stringify(recordSchema.parse(record), undefined, 2)}\n`)
}
