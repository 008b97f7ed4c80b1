import { fileURLToPath } from 'node:url'
import { createPublicClient, createWalletClient, http, type Address, type PublicClient } from 'viem'
import { explained } from '../../sdk/actions/explained.ts'
import { getEscrow, type EscrowState } from '../../sdk/actions/getEscrow.ts'
import { verifyEscrow } from '../../sdk/actions/verifyEscrow.ts'
import type { Writer } from '../../sdk/actions/writer.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import { parseDeployment, type Deployment } from '../../sdk/model/deployment.ts'
import { readAccount } from './account.ts'
import type { Settings, WriteSettings } from './options.ts'
import { readJson } from './readJson.ts'

/** A chain, and where Lodestone is on it. */
export interface Session {
  client: PublicClient
  deployment: Deployment
}

/** Connects. @throws {InputError} for a wrong setting, {ConnectionError} when the endpoint does not answer. */
export async function openSession(settings: Settings): Promise<Session> {
  if (!URL.canParse(settings.rpc) || !/^https?:/.test(settings.rpc)) {
    throw wrongSetting(
      '--rpc',
      settings.rpc,
      'is not the address of an endpoint: write for instance http://127.0.0.1:8545',
    )
  }
  const client: PublicClient = createPublicClient({
    transport: transportOf(settings),
    cacheTime: 0,
    pollingInterval: 500,
  })
  const chainId = await explained(() => client.getChainId())
  const file = settings.deployment ?? fileURLToPath(new URL(`../../deployments/${chainId}.json`, import.meta.url))
  const deployment = parseDeployment(await readJson(file, 'deployment record'))
  if (deployment.chainId !== chainId) {
    throw wrongSetting(
      '--deployment',
      file,
      `is for chain ${deployment.chainId}, but the endpoint serves chain ${chainId}`,
    )
  }
  return { client, deployment }
}

/** Connects to write. The key never comes from the command line: see `readAccount`. */
export async function openWriter(settings: WriteSettings): Promise<Session & { writer: Writer; account: Address }> {
  const session = await openSession(settings)
  const account = await readAccount(settings.keystore, session.deployment.chainId)
  const wallet = createWalletClient({ account, transport: transportOf(settings) })
  const writer: Writer = { client: session.client, wallet, dryRun: settings.dryRun === true }
  return { ...session, writer, account: account.address }
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
  return new InputError('command line', [{ path, value, message }])
}
