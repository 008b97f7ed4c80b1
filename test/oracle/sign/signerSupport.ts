/** For the tests of signers: keys, what is signed, and servers that end with the test. */
import { Wallet } from 'ethers'
import type { Address, Hex } from 'viem'
import type { SignerConfig } from '../../../oracle/config/config.ts'
import { openSigners } from '../../../oracle/sign/openSigners.ts'
import type { UnsignedTransaction } from '../../../oracle/sign/transactionSigner.ts'
import type { Observation } from '../../../sdk/model/typedData.ts'
import { remoteSigner, type Dialect } from '../../cli/signer.ts'
import { CREDENTIALS, KEY_ID, keyOf, kmsServer, type KmsTamper } from './kmsServer.ts'
import { ESCROW, hashOf } from './support.ts'

export const [MEMBER, GAS, OTHER] = [keyOf('a member'), keyOf('gas'), keyOf('another')] as const
export const addressOf = (key: Hex) => new Wallet(key).address as Address
/** A chain that is not local, and one that is. */
export const REAL = 1
export const LOCAL = 31337

export const OBSERVATION: Observation = {
  claim: hashOf('claim'),
  member: addressOf(MEMBER),
  measurement: 30n,
  report: hashOf('report'),
}

export const TRANSACTION: UnsignedTransaction = {
  chainId: REAL,
  nonce: 7,
  to: ESCROW,
  data: '0x12345678',
  gas: 100_000n,
  maxFeePerGas: 30_000_000_000n,
  maxPriorityFeePerGas: 1_000_000_000n,
}

type Kms = Awaited<ReturnType<typeof kmsServer>>

/** Starts servers of signers. */
export class Signers {
  readonly #running: { stop(): Promise<void> }[] = []

  async started<T extends { stop(): Promise<void> }>(server: Promise<T>): Promise<T> {
    const one = await server
    this.#running.push(one)
    return one
  }

  async remote(
    keys: Hex[],
    dialect: Dialect = 'eth',
    tamper?: Parameters<typeof remoteSigner>[3],
  ): Promise<SignerConfig> {
    const { url } = await this.started(remoteSigner(keys, dialect, 'http://127.0.0.1:1', tamper))
    return { kind: 'remote', url }
  }

  async kms(key: Hex, tamper: KmsTamper = {}): Promise<{ config: SignerConfig; server: Kms }> {
    const server = await this.started(kmsServer(key, tamper))
    return { config: { kind: 'kms', keyId: KEY_ID, region: 'eu-central-1', endpoint: server.url }, server }
  }

  /** Signers by these configurations; one that is left out is remote. */
  async open(
    { signer, gas }: { signer?: SignerConfig; gas?: SignerConfig },
    chainId = REAL,
    environment: Record<string, string> = CREDENTIALS,
  ): ReturnType<typeof openSigners> {
    const config = {
      signer: signer ?? (await this.remote([MEMBER])),
      gas: { signer: gas ?? (await this.remote([GAS])), mostGwei: 300 },
    }
    return openSigners(config, chainId, environment)
  }

  async stop(): Promise<void> {
    for (const one of this.#running.splice(0)) await one.stop()
  }
}
