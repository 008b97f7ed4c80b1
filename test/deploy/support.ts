/** Chains to deploy to: embedded ones with any chain id, with CreateX where it is wanted. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import hre from 'hardhat'
import type { NetworkConnection } from 'hardhat/types/network'
import { coreModule } from '../../deploy/modules/Core.ts'
import { CREATE_X } from '../../deploy/plan.ts'

export type Connection = NetworkConnection

export const setCode = (chain: Connection, address: string, code: string) =>
  chain.provider.request({ method: 'hardhat_setCode', params: [address, code] })

let createX: string | undefined
/** CreateX's code. Ignition brings its own and puts it on chain 31337. */
export async function createXCode(): Promise<string> {
  if (createX === undefined) {
    const local = await hre.network.create()
    await local.ignition.deploy(coreModule(), { strategy: 'create2' })
    createX = await local.ethers.provider.getCode(CREATE_X)
    await local.close()
  }
  return createX
}

/** The phrase behind the accounts of an embedded chain, unless another is given. */
export const PHRASE = 'test test test test test test test test test test test junk'

/** A new embedded chain without CreateX. */
export const bareChain = (chainId: number, hardfork = 'prague', mnemonic = PHRASE): Promise<Connection> =>
  hre.network.create({ network: 'default', override: { chainId, hardfork, accounts: { mnemonic } } })

/** A new embedded chain with CreateX. */
export async function chainWithCreateX(chainId: number, mnemonic = PHRASE): Promise<Connection> {
  const chain = await bareChain(chainId, 'prague', mnemonic)
  await setCode(chain, CREATE_X, await createXCode())
  return chain
}

/** A new folder for records. */
export const newFolder = (): string => mkdtempSync(join(tmpdir(), 'lodestone-'))
