import { fileURLToPath } from 'node:url'
import { createPublicClient, createWalletClient, http, type Address, type PublicClient } from 'viem'
import { z } from 'zod'
import { explained } from '../../sdk/actions/explained.ts'
import { getEscrow, type EscrowState } from '../../sdk/actions/getEscrow.ts'
import { verifyEscrow } from '../../sdk/actions/verifyEscrow.ts'
import type { Writer } from '../../sdk/actions/writer.ts'
import { recordingWriter } from '../../sdk/actions/recordingWriter.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import { parseInput } from '../../sdk/errors/parseInput.ts'
import { parseDeployment, type Deployment } from '../../sdk/model/deployment.ts'
import { addressSchema } from '../../sdk/model/schemas.ts'
import { Journal, journalFolder } from './journal/journal.ts'
import { journaled, recover, type Earlier, type Sender } from './journal/sender.ts'
import { layOut } from './layout.ts'
import { isLocalChain } from '../../oracle/chain/localChains.ts'
import type { Settings, WriteSettings } from './options.ts'
import { readJson } from '../../oracle/files/readJson.ts'
import { openSigner } from './signer/openSigner.ts'

/** A chain, and where Lodestone is on it. */
export interface Session {
  client: PublicClient
  deployment: Deployment
}

/** A session that sends. */
export interface WriteSession extends Session {
  settings: WriteSettings
  writer: Writer
  account: Address
  /** Undefined where a Safe makes the transaction: then nothing is sent. */
  sender: Sender | undefined
  /** What this very command had done when it was interrupted before: `carryOut` reports it and sends nothing. */
  earlier: Earlier | undefined
}

/** Connects. @throws {InputError} for a wrong setting, {ConnectionError} when the endpoint does not answer. */
export async function openSession(settings: Settings): Promise<Session> {
  const client: PublicClient = createPublicClient({
    transport: transportOf(settings),
    cacheTime: 0,
    pollingInterval: 500,
  })
  const chainId = await explained(() => client.getChainId())
  if (settings.chain !== undefined && settings.chain !== chainId) {
    throw wrongSetting('--chain', `${settings.chain}`, `is expected, but the endpoint serves chain ${chainId}`)
  }
  const file = settings.deployment ?? fileURLToPath(new URL(`../../deployments/${chainId}.json`, import.meta.url))
  const deployment = parseDeployment(await readJson(file, 'deployment record'))
  if (deployment.chainId !== chainId) {
    const message = `is for chain ${deployment.chainId}, but the endpoint serves chain ${chainId}`
    throw wrongSetting('--deployment', file, message)
  }
  return { client, deployment }
}

/**
 * Connects to write, and brings to an end what an earlier command of this account left unfinished. The key never comes from the
 * command line: see `openSigner`.
 */
export async function openWriter(settings: WriteSettings): Promise<WriteSession> {
  const session = await openSession(settings)
  const { client, deployment } = session
  const { chainId } = deployment
  if (settings.safe !== undefined) {
    const safe = parseInput(z.strictObject({ '--safe': addressSchema }), { '--safe': settings.safe }, 'command line')[
      '--safe'
    ]
    const writer = { ...recordingWriter(client, safe), dryRun: settings.dryRun === true }
    return { ...session, settings, writer, account: safe, sender: undefined, earlier: undefined }
  }
  const signer = await openSigner(settings, chainId)
  const account = signer.account.address
  const genesis = isLocalChain(chainId) ? (await explained(() => client.getBlock({ blockNumber: 0n }))).hash : undefined
  const sender: Sender = {
    client,
    signer,
    chainId,
    journal: new Journal(journalFolder(settings.journal, { chainId, genesis }, account)),
    wait: settings.wait,
    command: settings.intent,
    tell: (line) => {
      if (settings.json !== true) console.error(layOut(line, process.stderr))
    },
    locked: false,
    agreed: undefined,
  }
  const dryRun = settings.dryRun === true
  const earlier = dryRun ? undefined : await explained(() => recover(sender))
  const wallet = createWalletClient({ account: signer.account, transport: transportOf(settings) })
  const writer: Writer = { client, wallet, dryRun, send: journaled(sender, false) }
  return { ...session, settings, writer, account, sender, earlier }
}

/** The state of an escrow, once it is proved to be one of this deployment. @throws {InputError} when it is not. */
export async function openEscrow({ client, deployment }: Session, address: Address): Promise<EscrowState> {
  const { faults } = await verifyEscrow(client, deployment, address)
  if (faults.length > 0) throw new InputError('escrow', faults)
  return getEscrow(client, address)
}

function transportOf(settings: Settings) {
  return http(settings.rpc, { retryCount: 1, timeout: 20_000 })
}

function wrongSetting(path: string, value: string, message: string): InputError {
  return new InputError('settings', [{ path, value, message }])
}
