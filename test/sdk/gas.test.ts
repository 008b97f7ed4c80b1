/** Gas that others can make a transaction need after it was estimated: it must not fail for that. */
import { expect } from 'chai'
import { encodeFunctionData, keccak256, numberToHex, pad, stringToHex, type Address, type Hex } from 'viem'
import { create } from '../../sdk/actions/create.ts'
import { file } from '../../sdk/actions/file.ts'
import { fileBreak } from '../../sdk/actions/fileBreak.ts'
import { getClaim } from '../../sdk/actions/getClaim.ts'
import { getEscrow } from '../../sdk/actions/getEscrow.ts'
import { observe } from '../../sdk/actions/observe.ts'
import { pledge } from '../../sdk/actions/pledge.ts'
import { release } from '../../sdk/actions/release.ts'
import { settle } from '../../sdk/actions/settle.ts'
import { settleBreaks } from '../../sdk/actions/settleBreaks.ts'
import { submit } from '../../sdk/actions/submit.ts'
import { signObservation } from '../../sdk/actions/signObservation.ts'
import type { Terms } from '../../sdk/model/terms.ts'
import { DAY, observeAs, OUTCOME, sampleTerms } from './samples.ts'
import { mintAbi, sdkWorld, type SdkWorld } from './world.ts'

const ALL = [5n, 5n, 5n, 5n, 5n]
let commitments = 0n
const fresh = () => ({ commitment: pad(numberToHex(++commitments)), uri: 'x' })

/** An escrow with `override` that is filled, and its claims at `measurements`, all of them decided. */
async function opened(w: SdkWorld, override: Partial<Terms>) {
  const terms = await sampleTerms(w, override)
  const { escrow } = await create(w.writers[0]!, w.origin, terms, OUTCOME)
  await pledge(w.writers[0]!, escrow, { amount: terms.cap })
  const claim = async (measurements: readonly bigint[] = []): Promise<Hex> => {
    const { key } = await file(w.writers[3]!, escrow, fresh())
    if (measurements.length > 0) await observeAs(w, escrow, key, measurements)
    return key
  }
  return { terms, escrow, claim }
}

describe('sdk: gas that is needed only on chain', () => {
  for (const contracts of [1, 2]) {
    it(`records what others observed though ${contracts} members were cheap in the estimate and burn all their gas`, async () => {
      const w = await sdkWorld()
      const hostile: Address[] = []
      for (let i = 0; i < contracts; i++)
        hostile.push(await w.deploy('mocks/members/MemberPermissive.sol/MemberPermissive', []))
      const panel = [...hostile, ...w.panel.slice(contracts)].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
      const { terms, escrow, claim } = await opened(w, { panel })
      const key = await claim()
      const signed = []
      for (const [seat, member] of panel.entries()) {
        const of = { chainId: 31337, escrow, panel, claim: key, measurement: 5n, report: keccak256(stringToHex('r')) }
        signed.push(
          hostile.includes(member)
            ? { seat: BigInt(seat), measurement: 5n, report: of.report, signature: '0x' as const }
            : await signObservation(w.writer(member).wallet, of),
        )
      }
      // Those who burn come first and last: what they burn is missing for the others, and for the rest of the call.
      const order = [
        ...signed.filter(({ signature }) => signature === '0x'),
        ...signed.filter(({ signature }) => signature !== '0x'),
      ]
      order.push(...order.splice(0, contracts - 1))
      const writer = await w.overtaken(async () => {
        for (const member of hostile) await w.upgrade(member, 'mocks/members/MemberGasBurner.sol/MemberGasBurner')
      })
      const { transaction } = await observe(writer, escrow, key, order)
      expect(Number(transaction?.gasUsed), 'gas used, most of it burnt').to.be.greaterThan(400_000 * contracts)
      const { seats } = await getClaim(w.client, { address: escrow, terms }, key)
      expect(
        seats.map((seat) => panel[seat]),
        'observed',
      ).to.deep.equal(panel.filter((member) => !hostile.includes(member)))
    })
  }

  it('asks for no more gas than a transaction may have', async () => {
    const w = await sdkWorld()
    const data = encodeFunctionData({ abi: mintAbi, functionName: 'mint', args: [w.accounts[0]!, 1n] })
    const gasWith = async (spare: bigint) => {
      const { transaction } = await submit(w.writers[0]!, { to: w.token, data }, spare)
      return (await w.client.getTransaction({ hash: transaction!.hash })).gas
    }
    expect(await gasWith(2n ** 25n), 'beyond it').to.equal(2n ** 24n)
    const estimate = await w.client.estimateGas({ account: w.accounts[0]!, to: w.token, data })
    expect(await gasWith(1_000_000n), 'below it').to.equal(estimate + 1_000_000n)
  })

  it('settles as many claims as were simulated though another is decided before', async () => {
    const w = await sdkWorld()
    const { terms, escrow, claim } = await opened(w, { claimFee: 10n })
    await claim(ALL)
    const second = await claim([5n, 5n, 5n])
    const { until } = await getClaim(w.client, { address: escrow, terms }, second)
    const writer = await w.overtaken(() => w.mineAt(until! + 1n))
    expect((await settle(writer, escrow, 10n)).result, 'settled').to.equal(1n)
    expect((await getEscrow(w.client, escrow)).settled, 'of the docket').to.equal(1n)
    expect((await settle(writer, escrow, 10n)).result, 'then the other').to.equal(1n)
    expect(await settle(writer, escrow, 10n), 'then none, and nothing is sent').to.deep.equal({
      result: 0n,
      transaction: undefined,
    })
  })

  it('settles as many break claims, and releases as many payments, as were simulated', async () => {
    const w = await sdkWorld()
    const { terms, escrow, claim } = await opened(w, { claimFee: 10n, holdback: 5000n, warranty: 20n * DAY })
    const [broken, early] = [await claim(ALL), await claim(ALL)]
    await settle(w.writers[0]!, escrow, 10n)
    const breaks: Hex[] = []
    for (const [i, measurements] of [ALL, [1n, 1n, 1n]].entries()) {
      const { key } = await fileBreak(w.writers[4 + i]!, escrow, broken, fresh())
      await observeAs(w, escrow, key, measurements)
      breaks.push(key)
    }
    const { until } = await getClaim(w.client, { address: escrow, terms }, breaks[1]!)
    const breaker = await w.overtaken(() => w.mineAt(until! + 1n))
    expect((await settleBreaks(breaker, escrow, broken, 10n)).result, 'break claims settled').to.equal(1n)
    expect((await settleBreaks(breaker, escrow, broken, 10n)).result, 'then the other').to.equal(1n)

    const late = await claim(ALL)
    await settle(w.writers[0]!, escrow, 10n)
    const paidAt = async (key: Hex) => (await getClaim(w.client, { address: escrow, terms }, key)).paidAt
    await w.mineAt((await paidAt(early)) + terms.warranty + 1n)
    const end = (await paidAt(late)) + terms.warranty
    const releaser = await w.overtaken(() => w.mineAt(end + 1n))
    const keys = [broken, early, early, late]
    expect((await release({ ...releaser, dryRun: true }, escrow, keys)).result, 'due').to.equal(1n)
    expect((await release(releaser, escrow, keys)).result, 'released').to.equal(1n)
    expect((await release(releaser, escrow, keys)).result, 'then the other').to.equal(1n)
    expect((await release(releaser, escrow, keys)).transaction, 'then none').to.equal(undefined)
  })
})
