/** What an operator learns from the chain. */
import { expect } from 'chai'
import { encodeFunctionData, getAddress, keccak256, stringToHex, zeroHash, type Address } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { approve } from '../../../sdk/actions/approve.ts'
import { fileBreak } from '../../../sdk/actions/fileBreak.ts'
import { settle } from '../../../sdk/actions/settle.ts'
import { settleBreaks } from '../../../sdk/actions/settleBreaks.ts'
import { escrowAbi } from '../../../sdk/abi/escrow.ts'
import { escrowFactoryAbi } from '../../../sdk/abi/escrowFactory.ts'
import { canonicalJson } from '../../../sdk/model/canonicalJson.ts'
import { escrowAddress } from '../../../sdk/model/escrowAddress.ts'
import { claimKey } from '../../../sdk/model/evidence.ts'
import { encodeOutcome, parseOutcome } from '../../../sdk/model/outcome.ts'
import { packTerms } from '../../../sdk/model/termsCode.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import { observationDigest } from '../../../sdk/model/typedData.ts'
import { observe } from '../../../oracle/observe/observe.ts'
import { reasonNotToSign } from '../../../oracle/observe/stop.ts'
import { OUTCOME } from '../../sdk/samples.ts'
import { UNIT } from '../../sdk/world.ts'
import { MEMBERS, oracleWorld, type OracleWorld } from '../world.ts'
import { ask } from './endpoints.ts'
import { claimsOf, commit, expectSilence, observationOf, record, rowsOf } from './rows.ts'

const OUTCOME_DOCUMENT = parseOutcome({ ...OUTCOME, breakClause: 'A thing comes undone.' })

describe('oracle: observe', function () {
  this.timeout(120_000)
  let world: OracleWorld
  beforeEach(async () => {
    world = await oracleWorld(5, 3, { holdback: 1_000n, warranty: 86_400n })
  })
  afterEach(async () => {
    await world.stop()
  })
  it('finds the escrow and its claims, once', async () => {
    const claim = await world.claim(undefined, 'https://example.org/a.age')
    const operator = await world.operator(1)
    expect(await observe(operator), 'first time').to.equal(true)
    const { escrows, claims } = await rowsOf(operator.store)
    expect(escrows, 'escrows').to.have.lengthOf(1)
    const [escrow] = escrows
    expect([escrow!.escrow, escrow!.seat, escrow!.code], 'escrow').to.deep.equal([
      world.escrow,
      1,
      packTerms(world.terms),
    ])
    expect(escrow!.document, 'document').to.equal(canonicalJson(OUTCOME_DOCUMENT))
    const block = await world.sdk.client.getBlock()
    const filedAt = Number(block.timestamp)
    expect(claims, 'claims').to.deep.equal([
      {
        escrow: world.escrow,
        claim,
        target: zeroHash,
        solver: getAddress(world.sdk.accounts[1]!),
        commitment: keccak256(stringToHex('claim 0')),
        uri: 'https://example.org/a.age',
        place: 0,
        filedAt,
        filedBlock: Number(block.number),
        filedHash: block.hash,
        observeUntil: filedAt + Number(world.terms.verifyWithin),
        stage: 'filed',
        note: '',
        measurement: null,
        report: null,
        tries: 0,
        nextAt: 0,
        settledAt: 0,
      },
    ])
    await expectSilence(operator)
    const next = await world.claim()
    expect(await observe(operator), 'a further claim').to.equal(true)
    expect((await claimsOf(operator.store)).find((one) => one.claim === next)?.place, 'its place').to.equal(1)
    await expectSilence(operator)
    expect(Math.max(...operator.entries.map(({ level }) => level)), 'nothing to act on').to.equal(30)
  })

  it('moves its position silently where nothing happens', async () => {
    const operator = await world.operator(0)
    await observe(operator)
    const said = operator.entries.length
    await ask(world.sdk.client, { method: 'hardhat_mine', params: ['0x1f4'] })
    expect(await observe(operator), 'did something').to.equal(false)
    const { meta } = await rowsOf(operator.store)
    expect(
      meta.map(({ value }) => BigInt(value)),
      'position',
    ).to.deep.equal([await world.sdk.client.getBlockNumber()])
    expect(operator.entries.length, 'said').to.equal(said)
  })

  it('keeps 256 hashes, the last ones', async () => {
    const operator = await world.operator(0)
    for (let i = 0; i < 260; i++) {
      await ask(world.sdk.client, { method: 'evm_mine', params: [] })
      await observe(operator)
    }
    const { blocks } = await rowsOf(operator.store)
    const last = Number(await world.sdk.client.getBlockNumber())
    expect(blocks.map(({ number }) => number)).to.deep.equal(Array.from({ length: 256 }, (_, i) => last - 255 + i))
  })

  it('leaves out escrows of others, and claims of such escrows', async () => {
    const operator = await world.operator(6) // Seven keys, five members.
    await world.claim()
    expect(await observe(operator), 'did something').to.equal(false)
    const { escrows, claims } = await rowsOf(operator.store)
    expect([escrows, claims]).to.deep.equal([[], []])
  })

  it('does not lose a claim that is filed in the block that creates its escrow', async () => {
    const { sdk } = world
    const operator = await world.operator(2)
    await observe(operator)
    const terms: Terms = { ...world.terms, minStep: 2n }
    const escrow = escrowAddress(sdk.origin, terms)
    const [funder, solver] = sdk.writers
    const commitment = keccak256(stringToHex('in one block'))
    const { document } = encodeOutcome(OUTCOME_DOCUMENT)
    const price = 1_000n * UNIT
    await approve(funder!, sdk.token, escrow, price)
    await approve(solver!, sdk.token, escrow, price)
    const [payer, payee] = [funder!.wallet.account.address, solver!.wallet.account.address]
    const send = async (from: typeof funder, to: Address, data: `0x${string}`) =>
      from!.wallet.sendTransaction({ to, data, gas: 3_000_000n, chain: null })
    await ask(sdk.client, { method: 'evm_setAutomine', params: [false] })
    await send(
      funder,
      sdk.origin.factory,
      encodeFunctionData({ abi: escrowFactoryAbi, functionName: 'create', args: [terms, document] }),
    )
    await send(funder, escrow, encodeFunctionData({ abi: escrowAbi, functionName: 'deposit', args: [price, payer] }))
    await send(
      solver,
      escrow,
      encodeFunctionData({ abi: escrowAbi, functionName: 'file', args: [commitment, payee, 'u'] }),
    )
    await ask(sdk.client, { method: 'evm_mine', params: [] })
    await ask(sdk.client, { method: 'evm_setAutomine', params: [true] })
    expect(await observe(operator), 'did something').to.equal(true)
    const { escrows, claims } = await rowsOf(operator.store)
    const created = escrows.find((one) => one.escrow === escrow)
    expect(
      claims.map((one) => [one.escrow, one.claim, one.filedBlock]),
      'claims',
    ).to.deep.equal([[escrow, claimKey(payee, commitment), created?.createdBlock]])
  })

  it('asks for the logs of hundreds of escrows in several questions', async () => {
    const operator = await world.operator(0)
    await observe(operator)
    const rows = Array.from({ length: 250 }, (_, i) => ({
      escrow: getAddress(privateKeyToAccount(keccak256(stringToHex(`escrow ${i}`))).address),
      document: '{}',
      code: packTerms(world.terms),
      seat: 0,
      createdBlock: 1,
    }))
    await operator.store.insertInto('escrows').values(rows).execute()
    const claim = await world.claim()
    const lists: number[] = []
    const { client } = world.sdk
    const counting = new Proxy(client, {
      get: (target, name: keyof typeof client) =>
        name !== 'request'
          ? target[name]
          : (call: { method: string; params: [{ address: Address[] }] }) => {
              if (call.method === 'eth_getLogs') lists.push([call.params[0].address].flat().length)
              return ask(client, call)
            },
    })
    await observe({ ...operator, chain: { ...operator.chain, read: (run) => run(counting, counting) } })
    expect(
      (await claimsOf(operator.store)).map((one) => one.claim),
      'claims',
    ).to.deep.equal([claim])
    expect(Math.max(...lists), 'longest list').to.equal(100)
    expect(lists.filter((length) => length === 51).length, 'the rest').to.be.above(0)
  })

  it('stores text that no database would take', async () => {
    await world.claim(undefined, 'https://example.org/\0x')
    const operator = await world.operator(0)
    await observe(operator)
    expect((await claimsOf(operator.store))[0]?.uri).to.equal('https://example.org/\uFFFDx')
  })

  it('follows a claim to its end: observations, the end of the phase, settlement', async () => {
    const { sdk, escrow } = world
    const claim = await world.claim()
    const operator = await world.operator(1)
    await observe(operator)
    const chainId = await sdk.client.getChainId()
    await record(world, claim, [0, 2])
    await observe(operator)
    const digestOf = (seat: number) => observationDigest(chainId, escrow, observationOf(seat, claim))
    const seen = await rowsOf(operator.store)
    expect(
      seen.observations.map(({ member, digest, measurement, onChain, salt }) => [
        member,
        digest,
        measurement,
        onChain,
        salt,
      ]),
      'observations of others',
    ).to.have.deep.members([0, 2].map((seat) => [MEMBERS[seat]!.address, digestOf(seat), '10', 1, null]))
    expect(seen.claims[0]?.stage, 'stage').to.equal('filed')

    await commit(world, operator.store, 1, claim)
    await record(world, claim, [1])
    await observe(operator)
    const recorded = await rowsOf(operator.store)
    expect(recorded.claims[0]?.stage, 'stage').to.equal('recorded')
    expect(recorded.observations.length, 'its own is not among the others').to.equal(2)
    const { filedAt } = recorded.claims[0]!
    expect(recorded.claims[0]?.observeUntil, 'still observing').to.equal(filedAt + Number(world.terms.verifyWithin))

    await record(world, claim, [3, 4])
    await observe(operator)
    const observedAt = Number(await sdk.now())
    expect((await claimsOf(operator.store))[0]?.observeUntil, 'all observed').to.equal(observedAt)
    await expectSilence(operator)

    await sdk.mineAt(BigInt(observedAt) + world.terms.challengeWithin + 1n)
    await settle(sdk.writers[2]!, escrow, 1n)
    expect(await observe(operator), 'settlement').to.equal(true)
    expect((await claimsOf(operator.store))[0]?.settledAt, 'settled').to.equal(Number(await sdk.now()))

    const commitment = keccak256(stringToHex('break'))
    const filed = await fileBreak(sdk.writers[1]!, escrow, claim, { commitment, uri: 'ipfs://break' })
    await observe(operator)
    const breakClaim = (await claimsOf(operator.store)).find((one) => one.claim === filed.key)
    expect([breakClaim?.target, breakClaim?.place, breakClaim?.stage], 'break claim').to.deep.equal([claim, 0, 'filed'])
    await sdk.mineAt((await sdk.now()) + world.terms.verifyWithin + 1n)
    await settleBreaks(sdk.writers[2]!, escrow, claim, 1n)
    await observe(operator)
    const broken = (await claimsOf(operator.store)).find((one) => one.claim === filed.key)
    expect([broken?.stage, broken?.settledAt], 'settled break claim').to.deep.equal(['missed', Number(await sdk.now())])
    expect(await reasonNotToSign(operator.store), 'signing').to.equal(undefined)
  })

  it('lets a claim be missed one second after its phase, not in its last', async () => {
    const claim = await world.claim()
    const operator = await world.operator(3)
    await observe(operator)
    const { observeUntil } = (await claimsOf(operator.store))[0]!
    await world.sdk.mineAt(BigInt(observeUntil))
    await observe(operator)
    expect((await claimsOf(operator.store))[0]?.stage, 'last second').to.equal('filed')
    await world.sdk.mineAt(BigInt(observeUntil) + 1n)
    expect(await observe(operator), 'did something').to.equal(true)
    expect((await claimsOf(operator.store))[0]?.stage, 'a second later').to.equal('missed')
    expect(operator.entries.at(-1), 'said').to.include({ level: 40, claim, stage: 'filed' })
    await expectSilence(operator)
  })

  it('does not call a claim missed that was recorded in its last second, read late', async () => {
    const claim = await world.claim()
    const operator = await world.operator(3)
    await commit(world, operator.store, 3, claim)
    await ask(world.sdk.client, {
      method: 'evm_setNextBlockTimestamp',
      params: [Number((await world.sdk.now()) + world.terms.verifyWithin)],
    })
    await record(world, claim, [3])
    await world.sdk.mineAt((await world.sdk.now()) + 1_000_000n)
    await observe(operator)
    expect((await claimsOf(operator.store))[0]?.stage).to.equal('recorded')
  })

  it('shows claims by stage and the next deadline', async () => {
    const operator = await world.operator(1)
    const claim = await world.claim()
    await world.claim()
    await observe(operator)
    const staged = async (stage: string) =>
      (await operator.metrics.claims.get()).values.find(({ labels }) => labels.stage === stage)?.value
    expect([await staged('filed'), await staged('recorded')], 'claims').to.deep.equal([2, 0])
    const [first, second] = (await claimsOf(operator.store)).sort((a, b) => a.place - b.place)
    const deadline = async () => (await operator.metrics.deadline.get()).values[0]?.value
    expect(await deadline(), 'deadline').to.equal(first!.observeUntil)
    await commit(world, operator.store, 1, claim)
    await record(world, claim, [1])
    await observe(operator)
    expect(await deadline(), 'deadline of the other').to.equal(second!.observeUntil)
    expect([await staged('filed'), await staged('recorded')], 'claims').to.deep.equal([1, 1])
  })
})
