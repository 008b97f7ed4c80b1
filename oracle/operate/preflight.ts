import { constants } from 'node:fs'
import { access, mkdir, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { delimiter, isAbsolute, join } from 'node:path'
import { createPublicClient, http, isAddressEqual, type PublicClient } from 'viem'
import { escrowFactoryAbi } from '../../sdk/abi/escrowFactory.ts'
import { operatorDirectoryAbi } from '../../sdk/abi/operatorDirectory.ts'
import { explained } from '../../sdk/actions/explained.ts'
import { getOperator } from '../../sdk/actions/getOperator.ts'
import { InputError, type Fault } from '../../sdk/errors/InputError.ts'
import { intakeUrl } from '../../sdk/evidence/intakeUrl.ts'
import { recipientOf } from '../../sdk/evidence/seal.ts'
import type { Deployment } from '../../sdk/model/deployment.ts'
import { isLocalChain } from '../chain/localChains.ts'
import type { Config } from '../config/config.ts'
import { requireSigner } from '../sign/safeMember.ts'
import { faultsOfModes, secretsOf } from './secretFiles.ts'

/** Something that has to be right before the service starts, and what is wrong with it. */
export interface Check {
  name: string
  faults: readonly Fault[]
}

/** What the checks need of the parts that they do not look into themselves. */
export interface Parts {
  deployment: () => Promise<Deployment>
  identities: (path: string) => Promise<readonly string[]>
  /** Opens both signers, and gives their addresses. */
  signers: (chainId: number) => Promise<{ observations: `0x${string}`; gas: `0x${string}` }>
  /** Opens the store and closes it. */
  store: () => Promise<void>
  /** @throws {Error} when commands cannot be sandboxed here. */
  sandbox: () => Promise<void>
}

const SKEW = 120n
/** Seconds since the latest block, beyond which something is wrong. */
const STALE = 900n
const ANY = { chainId: 0, escrow: '0x0000000000000000000000000000000000000001', claim: '0x' } as const

/** Looks at everything that the service needs, and lists every fault at once. Changes nothing but that the data folder is made. */
export async function preflight(config: Config, parts: Parts): Promise<Check[]> {
  const faultOf = (path: string, value: string, message: string): Fault => ({ path, value, message })
  const check = async (name: string, find: () => Promise<readonly Fault[]>): Promise<Check> => {
    try {
      return { name, faults: await find() }
    } catch (error) {
      if (error instanceof InputError) return { name, faults: error.faults }
      return { name, faults: [faultOf('', '', error instanceof Error ? error.message : String(error))] }
    }
  }
  const withChain = async (find: (client: PublicClient, deployment: Deployment) => Promise<readonly Fault[]>) =>
    find(clientOf(config.chain.rpc[0] ?? ''), await parts.deployment())

  return Promise.all([
    check('deployment record', async () => {
      await parts.deployment()
      return []
    }),
    ...config.chain.rpc.map((rpc) => check(`endpoint ${new URL(rpc).host}`, () => faultsOfEndpoint(rpc, parts))),
    check('signers', async () => {
      const { chainId } = await parts.deployment()
      const { observations, gas } = await parts.signers(chainId)
      const client = clientOf(config.chain.rpc[0] ?? '')
      const faults: Fault[] = []
      if ((await explained(() => client.getBalance({ address: gas }))) === 0n) {
        faults.push(faultOf('gas.signer', gas, 'has nothing to pay for gas with; send it the chain’s currency'))
      }
      await requireSigner(client, config.member ?? observations, observations)
      return faults
    }),
    check('secret files', () => faultsOfModes(secretsOf(config))),
    check('directory', () =>
      withChain(async (client, { chainId, directory }) => {
        const { observations } = await parts.signers(chainId)
        const published = await getOperator(client, directory, config.member ?? observations)
        const [own] = await parts.identities(config.evidence.identities[0] ?? '')
        const recipient = own === undefined ? undefined : await recipientOf(own)
        const faults: Fault[] = []
        if (published.encryptionKey !== recipient) {
          const message = `is published, but evidence.identities begins with ${recipient}; publish the one you can open`
          faults.push(faultOf('encryption key', published.encryptionKey, message))
        }
        if (intakeUrl(published.endpoint, ANY.chainId, ANY.escrow, ANY.claim) === undefined) {
          const message = 'is published and takes nothing in; publish the https URL of this service'
          faults.push(faultOf('endpoint', published.endpoint, message))
        }
        return faults
      }),
    ),
    ...config.evidence.identities.map((path) =>
      check('age identity', async () => {
        await parts.identities(path)
        return []
      }),
    ),
    check('data folder', async () => {
      await mkdir(config.data, { recursive: true, mode: 0o700 })
      await access(config.data, constants.W_OK)
      const exposed = await faultsOfModes([{ path: 'data', file: config.data }], 'chmod 700')
      const { bavail, bsize } = await statfs(config.data)
      const free = Math.floor((bavail * bsize) / 1e6)
      // A bundle lies there encrypted and opened at the same time.
      const needed = 2 * config.evidence.mostMegabytes
      const message = `has ${free} MB free, and the largest evidence needs ${needed}; make room or lower evidence.mostMegabytes`
      return free < needed ? [...exposed, faultOf('data', config.data, message)] : exposed
    }),
    check('store', async () => {
      await parts.store()
      return []
    }),
    ...(['serve', 'operate'] as const).map((name) =>
      check(`port of ${name}`, () => faultsOfPort(name, config[name].host, config[name].port)),
    ),
    check('verifiers', async () => {
      const faults: Fault[] = []
      for (const [i, verifier] of config.verifiers.entries()) {
        if (verifier.kind !== 'command') continue
        const [program = ''] = verifier.command
        const path = `verifiers.${i}.command`
        if (!(await isProgram(program))) faults.push(faultOf(path, program, 'is no program that can be run'))
        if (verifier.sandbox === 'none') continue
        const why = await parts.sandbox().catch((error: unknown) => String(error))
        if (why !== undefined) faults.push(faultOf(`verifiers.${i}.sandbox`, verifier.sandbox, why))
      }
      return faults
    }),
  ])
}

function clientOf(rpc: string): PublicClient {
  return createPublicClient({ transport: http(rpc, { retryCount: 0, timeout: 10_000 }) })
}

async function faultsOfEndpoint(rpc: string, { deployment }: Parts): Promise<Fault[]> {
  const { chainId, factory, implementation, directory } = await deployment()
  const client = clientOf(rpc)
  const serves = await explained(() => client.getChainId())
  const wrong = (message: string): Fault[] => [{ path: 'chain.rpc', value: new URL(rpc).host, message }]
  if (serves !== chainId) return wrong(`serves chain ${serves}; the deployment is on chain ${chainId}`)
  const code = await explained(() => client.getCode({ address: factory }))
  if (code === undefined || code === '0x') return wrong(`knows no factory at ${factory}; the deployment is another one`)
  const actual = await explained(() =>
    client.readContract({ address: factory, abi: escrowFactoryAbi, functionName: 'implementation' }),
  )
  if (!isAddressEqual(actual, implementation))
    return wrong(`has a factory of implementation ${actual}; the deployment record says ${implementation}`)
  const served = await explained(() =>
    client.readContract({ address: directory, abi: operatorDirectoryAbi, functionName: 'factory' }),
  )
  if (!isAddressEqual(served, factory))
    return wrong(`has a directory ${directory} of another factory ${served}; correct the deployment record`)
  const { timestamp } = await explained(() => client.getBlock())
  const behind = BigInt(Math.floor(Date.now() / 1000)) - timestamp
  // Local chains have a block only where there is a transaction.
  if (behind > STALE && !isLocalChain(chainId))
    return wrong(`has a latest block of ${behind} s ago: it lags, or this machine’s clock is ahead`)
  if (behind < -SKEW) return wrong(`is ${-behind} s ahead of this machine’s clock; set the clock`)
  return []
}

function faultsOfPort(name: string, host: string, port: number): Promise<Fault[]> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => {
      resolve([
        { path: `${name}.port`, value: `${port}`, message: `cannot be listened on at ${host}: ${error.message}` },
      ])
    })
    server.listen(port, host, () => {
      server.close(() => {
        resolve([])
      })
    })
  })
}

async function isProgram(name: string): Promise<boolean> {
  const places = isAbsolute(name) ? [''] : (process.env['PATH'] ?? '').split(delimiter)
  for (const place of places) {
    try {
      await access(join(place, name), constants.X_OK)
      return true
    } catch {
      // Not here.
    }
  }
  return false
}
