/** A panel's chain, its members' identities and what serves evidence: made once, for many lives. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeIdentity } from '../../../sdk/evidence/seal.ts'
import { testServer, type TestServer } from '../../evidence/servers.ts'
import { fakeEndpoint, type FakeEndpoint } from '../chain/endpoints.ts'
import { publish } from '../panel.ts'
import { oracleWorld, type OracleWorld } from '../world.ts'
import { Blocks } from './blocks.ts'

export interface ChaosWorld {
  oracle: OracleWorld
  n: number
  k: number
  blocks: Blocks
  identities: { identity: string; recipient: string }[]
  /** What the evidence server gives for a path; undefined cuts the connection. */
  page: (path: string) => Uint8Array | undefined
  web: TestServer
  endpoints: FakeEndpoint[]
  folder: string
  stop(): Promise<void>
}

/** Where a member's server is; nothing listens there: the harness hands requests over itself. */
export const portOf = (seat: number): number => 9000 + seat

/** Unix seconds. */
const LATER = 3_000_000_000n

export async function chaosWorld(n: number, k: number): Promise<ChaosWorld> {
  // The same terms always: keys of claims follow from the escrow's address, and with them who submits first.
  const oracle = await oracleWorld(n, k, { pledgeBy: LATER, claimBy: LATER + 1_000n })
  const blocks = new Blocks(oracle.sdk.client)
  const identities = await Promise.all(Array.from({ length: n }, () => makeIdentity()))
  for (const [seat, { recipient }] of identities.entries()) {
    await publish(oracle, seat, `http://127.0.0.1:${portOf(seat)}`, recipient)
  }
  const web = await testServer((request, response) => {
    const page = world.page(request.url ?? '')
    if (page === undefined) request.socket.destroy()
    else response.end(page)
    return Promise.resolve()
  })
  const endpoints = await Promise.all([0, 1, 2].map(() => fakeEndpoint(blocks.client)))
  const folder = await mkdtemp(join(tmpdir(), 'lodestone-chaos-'))
  const world: ChaosWorld = {
    oracle,
    n,
    k,
    blocks,
    identities,
    page: () => undefined,
    web,
    endpoints,
    folder,
    stop: async () => {
      await Promise.all([web.stop(), ...endpoints.map((one) => one.stop())])
      await oracle.stop()
      await rm(folder, { recursive: true })
    },
  }
  return world
}
