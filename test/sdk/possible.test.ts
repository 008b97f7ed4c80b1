import { expect } from 'chai'
import { pad, zeroAddress } from 'viem'
import { challenge } from '../../sdk/actions/challenge.ts'
import { create } from '../../sdk/actions/create.ts'
import { file } from '../../sdk/actions/file.ts'
import { fileBreak } from '../../sdk/actions/fileBreak.ts'
import { getDocket } from '../../sdk/actions/getDocket.ts'
import { getEscrow } from '../../sdk/actions/getEscrow.ts'
import { pledge } from '../../sdk/actions/pledge.ts'
import { refund } from '../../sdk/actions/refund.ts'
import { release } from '../../sdk/actions/release.ts'
import { rule } from '../../sdk/actions/rule.ts'
import { settle } from '../../sdk/actions/settle.ts'
import type { Writer } from '../../sdk/actions/writer.ts'
import { RevertError } from '../../sdk/errors/RevertError.ts'
import { encodeOutcome } from '../../sdk/model/outcome.ts'
import { whatCanBeDone, type Possible } from '../../sdk/model/whatCanBeDone.ts'
import { formatRelative, formatWhen } from '../../sdk/model/when.ts'
import { DAY, observeAs, OUTCOME, sampleTerms } from './samples.ts'
import { sdkWorld, UNIT } from './world.ts'

const DOCUMENT = { ...OUTCOME, breakClause: 'A thing comes undone.' }

describe('sdk: what can be done', () => {
  it('is at every stage what the contract then takes, to the last second', async () => {
    const w = await sdkWorld()
    const [funder, solver, arbiter] = w.writers as [Writer, Writer, Writer]
    const terms = await sampleTerms(w, {
      outcome: encodeOutcome(DOCUMENT).hash,
      arbiter: w.accounts[2]!,
      challengeWithin: DAY,
      arbitrateWithin: DAY,
      holdback: 5000n,
      warranty: 10n * DAY,
    })
    const { escrow } = await create(funder, w.origin, terms, DOCUMENT)
    const dry = (writer: Writer): Writer => ({ ...writer, dryRun: true })
    const possible = async (): Promise<Possible[]> => {
      const state = await getEscrow(w.client, escrow)
      const claims = await getDocket(w.client, state, { from: 0n, count: 10n })
      const paid = claims.filter(({ breaksFiled }) => breaksFiled > 0n)
      const breaks = await Promise.all(
        paid.map(async ({ key: target, breaksSettled }) => {
          const found = await getDocket(w.client, state, { from: 0n, count: 10n, target })
          return found.map((one) => ({ ...one, target: { key: target, breaksSettled } }))
        }),
      )
      return whatCanBeDone(state, [...claims, ...breaks.flat()], state.now)
    }
    /** Compares what the model lists with what simulations of the contract take. */
    const agrees = async (stage: string, expected: Possible['action'][]) => {
      const listed = (await possible()).map(({ action }) => action)
      expect(listed, stage).to.have.members(expected)
      const [first] = await getDocket(w.client, { address: escrow, terms }, { from: 0n, count: 1n })
      const key = first?.key ?? pad('0x1')
      const commitment = pad('0x7777')
      const tries: [Possible['action'], () => Promise<boolean>][] = [
        ['file', () => taken(file(dry(solver), escrow, { commitment, uri: 'x' }))],
        ['challenge', () => taken(challenge(dry(funder), escrow, key, 'x'))],
        ['rule', () => taken(rule(dry(arbiter), escrow, key, { measurement: 1n, grounds: 'x' }))],
        ['fileBreak', () => taken(fileBreak(dry(solver), escrow, key, { commitment, uri: 'x' }))],
        ['settle', async () => (await settle(dry(funder), escrow, 10n)).result === 1n],
        ['release', async () => (await release(dry(funder), escrow, [key])).result === 1n],
        ['refund', () => taken(refund(dry(funder), escrow, { shares: 1n }))],
      ]
      for (const [action, attempt] of tries) {
        expect(await attempt(), `${stage}: the contract on ${action}`).to.equal(expected.includes(action))
      }
    }
    const until = async (action: Possible['action']) => (await possible()).find((one) => one.action === action)!.until!

    await agrees('nothing pledged', ['pledge'])
    await pledge(funder, escrow, { amount: 500n * UNIT })
    await agrees('binding', ['pledge', 'file'])
    const { key } = await file(solver, escrow, { commitment: pad('0x1'), uri: 'x' })
    await agrees('filed', ['pledge', 'file', 'observe'])
    await observeAs(w, escrow, key, [30n, 30n, 30n])
    await agrees('passing', ['file', 'observe'])
    // A simulation runs in the block after the latest: what the model says of the latest is compared there.
    await w.mineAt((await until('observe')) + 1n)
    await agrees('challenging', ['file', 'challenge'])
    await challenge(funder, escrow, key, 'x')
    await agrees('arbitrating', ['file', 'rule'])
    await rule(arbiter, escrow, key, { measurement: 20n, grounds: 'x' })
    await agrees('decided', ['file', 'settle'])
    await settle(funder, escrow, 1n)
    await agrees('under warranty', ['file', 'fileBreak'])
    await w.mineAt((await until('fileBreak')) + 1n)
    await agrees('warranty over', ['file', 'release'])
    await release(funder, escrow, [key])
    await w.mineAt(await until('file'))
    expect(
      (await possible()).map(({ action }) => action),
      'the last second of claims',
    ).to.deep.equal(['file'])
    await w.mineAt(terms.claimBy + 1n)
    await agrees('closed', ['refund'])
  })

  it('lists nothing for members or arbiters that are not there, and a Void escrow refunds', async () => {
    const w = await sdkWorld()
    const terms = await sampleTerms(w, { arbiter: zeroAddress })
    const { escrow } = await create(w.writers[0]!, w.origin, terms, OUTCOME)
    await pledge(w.writers[0]!, escrow, { amount: 1n * UNIT })
    const state = await getEscrow(w.client, escrow)
    const actions = (now: bigint) => whatCanBeDone(state, [], now).map(({ action, by }) => [action, by])
    expect(actions(terms.pledgeBy), 'the last second').to.deep.equal([['pledge', 'anybody']])
    expect(actions(terms.pledgeBy + 1n), 'one later').to.deep.equal([['refund', 'holders of shares']])
  })
})

/** Whether the contract takes a call. */
async function taken(call: Promise<unknown>): Promise<boolean> {
  try {
    await call
    return true
  } catch (error) {
    if (error instanceof RevertError) return false
    throw error
  }
}

describe('sdk: moments in words', () => {
  it('says how far away they are in the largest whole unit', () => {
    const cases: [bigint, string][] = [
      [0n, 'now'],
      [1n, 'in 1 second'],
      [-59n, '59 seconds ago'],
      [60n, 'in 1 minute'],
      [-7199n, '1 hour ago'],
      [29n * 86_400n + 86_399n, 'in 29 days'],
      [365n * 86_400n, 'in 1 year'],
    ]
    for (const [distance, words] of cases)
      expect(formatRelative(1_000_000_000n + distance, 1_000_000_000n)).to.equal(words)
    expect(formatWhen(1_798_431_120n, 1_798_431_120n - 29n * 86_400n)).to.equal('2026-12-28 04:12 UTC, in 29 days')
  })
})
