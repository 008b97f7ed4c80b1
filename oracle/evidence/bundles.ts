/** Where evidence lies in the data folder. Bundles and what is put aside are encrypted; plain text is in `work` alone, while it is used. */
import { dirname, join } from 'node:path'
import type { Address, Hex } from 'viem'
import type { Config } from '../config/config.ts'
import { makeFolder } from './files.ts'

/** A claim by where it is. */
export interface Place {
  /** With its checksum. */
  escrow: Address
  /** The claim's key, in lower case. */
  claim: Hex
}

/** Proved bundles. */
export const bundlesFolder = ({ data }: Pick<Config, 'data'>) => join(data, 'bundles')

/** The proved bundle of a claim, still encrypted: a file with this name is whole, and is the claim's. */
export const bundlePath = ({ data }: Pick<Config, 'data'>, { escrow, claim }: Place) =>
  join(bundlesFolder({ data }), `${escrow}-${claim}.age`)

/** What did not match. */
export const quarantineFolder = ({ data }: Pick<Config, 'data'>) => join(data, 'quarantine')

/** What is under way: parts of bundles, and opened evidence. Nothing in it outlives the process. */
export const workFolder = ({ data }: Pick<Config, 'data'>) => join(data, 'work')

/** A new name in the work folder, which is there. */
export async function workPath(config: Pick<Config, 'data'>): Promise<string> {
  const path = join(workFolder(config), crypto.randomUUID())
  await makeFolder(dirname(path), 0o700)
  return path
}
