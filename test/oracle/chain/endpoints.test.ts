/** The chain by endpoints that drop, delay, lie, truncate or answer garbage. */
import { inspect } from 'node:util'
import { expect } from 'chai'
import { numberToHex, parseAbi, type RpcLog } from 'viem'
import { getEvents } from '../../../sdk/events/getEvents.ts'
import type { Chain } from '../../../oracle/operator.ts'
import { oracleWorld, type OracleWorld } from '../world.ts'
import {
  Bytes,
  DROP,
  fakeEndpoint,
  fakeHash,
  HANG,
  honestly,
  mine,
  open,
  thrownBy,
  type Behave,
  type FakeEndpoint,
} from './endpoints.ts'

/** Everything but the chain id, so that the endpoint is known when the service starts. */
const butFirst =
  (behave: Behave): Behave =>
  (call, honest) =>
    call.method === 'eth_chainId' ? honest() : behave(call, honest)
const block = async (honest: Parameters<Behave>[1]) => (await honest()) as { number: string; hash: string }
/** A head far away from the true one; older blocks are invented too. */
const headAt =
  (number: bigint): Behave =>
  async ({ method, params }, honest) => {
    if (method !== 'eth_getBlockByNumber' || !String(params[0]).startsWith('l')) return honest()
    return { ...(await block(honest)), number: numberToHex(number), hash: fakeHash }
  }
const inventsBlocks: Behave = async ({ method }, honest) =>
  method === 'eth_getBlockByNumber' ? { ...(await block(honest)), hash: fakeHash } : honest()
const truncates: Behave = async ({ method }, honest) =>
  method === 'eth_getLogs' ? ((await honest()) as RpcLog[]).slice(0, -1) : honest()
const repeats: Behave = async ({ method }, honest) => {
  if (method !== 'eth_getLogs') return honest()
  const logs = (await honest()) as RpcLog[]
  return [...logs, ...logs.slice(-1)]
}

describe('oracle: the chain by its endpoints', function () {
  this.timeout(60_000)
  let world: OracleWorld
  let endpoints: FakeEndpoint[]
  let urls: string[]
  const chainNow = async () => {
    const { number, hash, timestamp } = await world.sdk.client.getBlock()
    return { number, hash, timestamp }
  }
  const created = (chain: Chain) =>
    chain.read(async (client, witness) => {
      const escrows: string[] = []
      const query = { address: world.sdk.origin.factory, fromBlock: 0n, events: ['Created'] as const, witness }
      for await (const { args } of getEvents(client, query)) escrows.push(args.escrow)
      return escrows
    })

  before(async () => {
    world = await oracleWorld()
    await mine(world.sdk.client, 200)
    endpoints = await Promise.all([0, 1, 2].map(() => fakeEndpoint(world.sdk.client)))
    urls = endpoints.map(({ url }) => url)
  })
  beforeEach(() => {
    for (const endpoint of endpoints) {
      endpoint.behave = honestly
      endpoint.calls = []
    }
  })
  after(async () => {
    await Promise.all(endpoints.map((endpoint) => endpoint.stop()))
    await world.stop()
  })

  describe('which block counts', () => {
    it('is so many below the head', async () => {
      for (const confirmations of [0, 1, 7]) {
        const { chain } = await open([urls[0]!], confirmations)
        const head = await world.sdk.client.getBlockNumber()
        const { number, hash, timestamp } = await world.sdk.client.getBlock({
          blockNumber: head - BigInt(confirmations),
        })
        expect(await chain.confirmed(), `${confirmations}`).to.deep.equal({ number, hash, timestamp })
      }
    })
    it('is the first one where the chain is shorter than that', async () => {
      const { chain } = await open([urls[0]!], 100_000)
      expect((await chain.confirmed()).number).to.equal(0n)
    })
    it('is what the chain calls safe or finalized', async () => {
      for (const tag of ['safe', 'finalized'] as const) {
        const head = await world.sdk.client.getBlockNumber()
        const at = head - (tag === 'safe' ? 3n : 9n)
        for (const endpoint of endpoints) {
          endpoint.behave = ({ method, params }, honest) =>
            honest(method === 'eth_getBlockByNumber' && params[0] === tag ? { params: [numberToHex(at), false] } : {})
        }
        const { chain } = await open(urls, tag)
        expect((await chain.confirmed()).number, tag).to.equal(at)
      }
    })
  })

  describe('a wrong chain', () => {
    it('is refused when the service starts, with every endpoint of it', async () => {
      const other: Behave = (call, honest) =>
        call.method === 'eth_chainId' ? Promise.resolve('0x1') : honestly(call, honest)
      endpoints[0]!.behave = other
      endpoints[2]!.behave = other
      const error = await thrownBy(open(urls))
      expect(error, 'error').to.have.property('name', 'InputError')
      const paths = (error as Error & { faults: { path: string }[] }).faults.map(({ path }) => path).sort()
      expect(paths, 'paths').to.deep.equal(['chain.rpc.0', 'chain.rpc.2'])
    })
    it('that shows later is never used, and said once', async () => {
      endpoints[0]!.behave = () => Promise.resolve(DROP)
      const { chain, entries, clock, up } = await open(urls)
      endpoints[0]!.behave = (call, honest) =>
        call.method === 'eth_chainId' ? Promise.resolve('0x1') : honestly(call, honest)
      clock.at += 3_600_000
      await chain.confirmed()
      await chain.confirmed()
      await chain.client.getBlockNumber()
      expect(
        endpoints[0]!.calls.map(({ method }) => method),
        'asked',
      ).to.deep.equal(['eth_chainId', 'eth_chainId'])
      expect(entries.filter(({ level }) => level === 50).length, 'errors').to.equal(1)
      expect(await up(), 'up').to.deep.equal([0, 1, 1])
    })
  })

  describe('an endpoint that fails', () => {
    const FAILURES: Record<string, Behave> = {
      drops: () => Promise.resolve(DROP),
      delays: () => Promise.resolve(HANG),
      'answers with something that is not JSON': () => Promise.resolve(new Bytes('<html>welcome</html>')),
      'answers with half of an answer': () => Promise.resolve(new Bytes('{"jsonrpc":"2.0","id":1,"res')),
      'is out of order': () => Promise.resolve(new Bytes('no', 503)),
      'answers nothing': () => Promise.resolve(new Bytes('{}')),
      'answers another question': () => Promise.resolve('banana'),
      'answers with a list': () => Promise.resolve([[], {}, null]),
      'has no blocks': () => Promise.resolve(null),
      'gives an endless number': ({ method }, honest) =>
        method === 'eth_getBlockByNumber' ? Promise.resolve({ number: `0x${'f'.repeat(1e5)}` }) : honest(),
      'says that the head is in the far future': headAt(10n ** 15n),
      'says that the head is long past': (call, honest) =>
        call.method === 'eth_getBlockByNumber' ? honest({ params: ['0x3', false] }) : honest(),
      'invents blocks': inventsBlocks,
    }
    for (const [what, behave] of Object.entries(FAILURES)) {
      for (const place of [0, 1, 2]) {
        it(`${what}, as number ${place + 1} of three, is passed over`, async () => {
          const { chain, entries, up, clock } = await open(urls)
          endpoints[place]!.behave = butFirst(behave)
          const expected = await chainNow()
          expect(await chain.confirmed(), 'confirmed').to.deep.equal(expected)
          expect(await chain.confirmed(), 'again').to.deep.equal(expected)
          expect(await created(chain), 'read').to.deep.equal([world.escrow])
          const wanted = [1, 1, 1]
          wanted[place] = 0
          expect(await up(), 'up').to.deep.equal(wanted)
          expect(entries.length, 'said once').to.equal(1)
          endpoints[place]!.behave = honestly
          endpoints[place]!.calls = []
          await chain.confirmed()
          expect(endpoints[place]!.calls.length, 'left alone at first').to.equal(0)
          clock.at += 3_600_000
          await chain.confirmed()
          expect(await up(), 'tried again later').to.deep.equal([1, 1, 1])
          expect(entries.length, 'its return is said').to.equal(2)
        })
      }
    }
    it('is one too many where there are two', async () => {
      for (const [what, behave] of Object.entries(FAILURES)) {
        if (what.startsWith('says that the head')) continue // Then the older of two blocks that both have counts.
        endpoints[1]!.behave = honestly
        const { chain } = await open(urls.slice(0, 2))
        endpoints[1]!.behave = butFirst(behave)
        expect(await thrownBy(chain.confirmed()), what).to.have.property('name', 'ConnectionError')
      }
    })
    it('cannot move the head past what another confirms, nor invent the block below', async () => {
      endpoints[1]!.behave = headAt(10n ** 15n)
      const { chain, up } = await open(urls.slice(0, 2))
      expect(await chain.confirmed(), 'the lower').to.deep.equal(await chainNow())
      expect(await up(), 'the other is noted').to.deep.equal([1, 0])
    })
    it('does not stop the service from starting, all of them do', async () => {
      for (const endpoint of endpoints.slice(0, 2)) endpoint.behave = () => Promise.resolve(DROP)
      const { chain } = await open(urls)
      expect(await chain.client.getBlockNumber(), 'by the third').to.equal((await chainNow()).number)
      endpoints[2]!.behave = () => Promise.resolve(HANG)
      expect(await thrownBy(open(urls)), 'none').to.have.property('name', 'ConnectionError')
    })
    it('comes back by itself where it is the only one', async () => {
      const { chain } = await open([urls[0]!])
      endpoints[0]!.behave = () => Promise.resolve(DROP)
      expect(await thrownBy(chain.confirmed()), 'down').to.have.property('name', 'ConnectionError')
      endpoints[0]!.behave = honestly
      expect(await chain.confirmed(), 'back').to.deep.equal(await chainNow())
    })
  })

  describe('plain reads', () => {
    it('go to the next endpoint when one fails, and to the failed one last', async () => {
      const { chain } = await open(urls)
      endpoints[0]!.behave = () => Promise.resolve(DROP)
      await chain.client.getBlockNumber()
      endpoints[0]!.calls = []
      await chain.client.getBlockNumber()
      expect(
        endpoints.map(({ calls }) => calls.length > 1),
        'asked',
      ).to.deep.equal([false, true, false])
      expect(endpoints[0]!.calls.length, 'the failed one').to.equal(0)
    })
    it('take a revert for an answer', async () => {
      const { chain, up } = await open(urls)
      const call = {
        address: world.escrow,
        abi: parseAbi(['function nothing()']),
      }
      const error = await thrownBy(chain.client.simulateContract({ ...call, functionName: 'nothing' }))
      expect(error, 'error').to.have.property('name', 'ContractFunctionExecutionError')
      expect(
        endpoints.slice(1).map(({ calls }) => calls.filter(({ method }) => method === 'eth_call').length),
      ).to.deep.equal([0, 0])
      expect(await up(), 'up').to.deep.equal([])
    })
    it('give the first refusal where none answers', async () => {
      const { chain } = await open(urls)
      const refuse =
        (message: string): Behave =>
        () =>
          Promise.reject(Object.assign(new Error(message), { code: -32_000 }))
      endpoints[0]!.behave = refuse('nonce too low')
      endpoints[1]!.behave = refuse('already known')
      endpoints[2]!.behave = () => Promise.resolve(DROP)
      const error = await thrownBy(chain.client.sendRawTransaction({ serializedTransaction: '0x02' }))
      expect(inspect(error)).to.include('nonce too low')
    })
  })

  describe('logs', () => {
    for (const [what, behave] of Object.entries({ truncates, repeats })) {
      for (const place of [0, 1, 2]) {
        it(`of an endpoint that ${what} them, number ${place + 1} of three, do not count`, async () => {
          const { chain, up } = await open(urls)
          await chain.confirmed()
          endpoints[place]!.behave = behave
          expect(await created(chain), 'logs').to.deep.equal([world.escrow])
          if (place < 2) {
            const wanted = [1, 1, 1]
            wanted[place] = 0
            expect(await up(), 'noted').to.deep.equal(wanted)
          }
        })
      }
      it(`of two endpoints, one of which ${what} them, are an error`, async () => {
        const { chain } = await open(urls.slice(0, 2))
        endpoints[0]!.behave = behave
        expect(await thrownBy(created(chain))).to.have.property('name', 'ConnectionError')
      })
    }
    it('of one endpoint are read twice', async () => {
      const { chain } = await open([urls[0]!])
      let asked = 0
      endpoints[0]!.behave = async (call, honest) =>
        call.method === 'eth_getLogs' && ++asked === 1 ? [] : honestly(call, honest)
      expect(await thrownBy(created(chain)), 'cut off once').to.have.property('name', 'ConnectionError')
      expect(await created(chain), 'whole').to.deep.equal([world.escrow])
    })
  })

  it('shows no key that stands in the URL of an endpoint', async () => {
    const secret = 'aVerySecretKey'
    const { host } = new URL(urls[0]!)
    const { chain, entries } = await open([`http://user:${secret}@${host}/v3/${secret}?key=${secret}`])
    expect((await chain.confirmed()).number, 'works').to.equal((await chainNow()).number)
    const errors: unknown[] = []
    for (const behave of [
      () => Promise.resolve(DROP),
      () => Promise.resolve(HANG),
      () => Promise.resolve('banana'),
      () => Promise.reject(Object.assign(new Error('no'), { code: -32_000 })),
    ]) {
      endpoints[0]!.behave = behave
      errors.push(await thrownBy(chain.confirmed()), await thrownBy(chain.client.getBlockNumber()))
      errors.push(await thrownBy(created(chain)))
    }
    expect(entries.length, 'something was said').to.be.above(0)
    expect(inspect({ errors, entries }, { depth: 20 })).not.to.include(secret)
  })
})
