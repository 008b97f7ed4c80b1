/** Two EVMs that share no code agree on the protocol; and a planted difference of each kind is found. */
import { paramsEVM } from '@ethereumjs/evm'
import { id } from 'ethers'
import { expect } from 'chai'
import { CONTRACTS } from './chain.ts'
import { emptyCounts, table } from './counts.ts'
import { runParallel } from './parallel.ts'
import { type Mismatch, type Pair, describe as inWords, runSequences, startPair } from './run-sequences.ts'
import { ENTRIES, makeSequence } from './sequence.ts'

const SEED = 1
const SEQUENCES = 1_000
/** Of 1,000 sequences: fewer mean that the maker of sequences no longer reaches what it should. */
const LEAST = { calls: 17_000, successes: 12_000, reverts: 2_000, kinds: 35, each: 10 }

describe('two EVMs', () => {
  it('should agree on 1,000 random sequences in status, gas, logs and state', async function () {
    this.timeout(600_000)
    const { counts, mismatches } = await runParallel(SEED, 0, SEQUENCES, 2)
    expect(mismatches.join('\n'), 'differences').to.equal('')
    expect(counts.sequences).to.equal(SEQUENCES)
    const context = table(counts, ENTRIES).join('\n')
    expect(counts.calls, context).to.be.at.least(LEAST.calls)
    expect(counts.successes, context).to.be.at.least(LEAST.successes)
    expect(counts.calls - counts.successes, context).to.be.at.least(LEAST.reverts)
    expect(Object.keys(counts.reverts).length, context).to.be.at.least(LEAST.kinds)
    for (const entry of ENTRIES) {
      expect(counts.entries[entry]?.successes ?? 0, `${entry}\n${context}`).to.be.at.least(LEAST.each)
    }
  })

  it('should be asked the same by the same seed, and something else by another', () => {
    const of = (seed: number, number: number) =>
      makeSequence(seed, number, 10n ** 9n).steps.flatMap(({ at, calls }) => calls.map(({ data }) => `${at} ${data}`))
    expect(of(7, 3)).to.deep.equal(of(7, 3))
    expect(of(7, 3)).not.to.deep.equal(of(8, 3))
    expect(of(7, 3)).not.to.deep.equal(of(7, 4))
  })
})

describe('a planted difference', () => {
  /** Runs a few sequences after `plant` changed the second EVM. */
  async function found(plant: (pair: Pair) => Promise<void>): Promise<Mismatch | undefined> {
    const pair = await startPair()
    try {
      await plant(pair)
      const { mismatch } = await runSequences(
        pair,
        SEED,
        Array.from({ length: 40 }, (_, i) => i),
      )
      return mismatch
    } finally {
      await pair.edr.close()
    }
  }

  it('should not be found where there is none', async () => {
    expect(await found(async () => undefined)).to.equal(undefined)
  })

  it('should be found in the price of one instruction', async () => {
    const params = structuredClone(paramsEVM)
    params[1]!.keccak256Gas = 31
    const pair = await startPair({ params })
    const { mismatch } = await runSequences(pair, SEED, [0])
    await pair.edr.close()
    expect(mismatch?.what).to.match(/^gas used: EDR \d+, ethereumjs \d+$/)
  })

  it('should be found in one event, and told with all that is needed to see it again', async () => {
    const topic = id('Filed(bytes32,bytes32,address,uint256,address,bytes32,string)').slice(2)
    const change = async ({ edr, second }: Pair) => {
      const code = await edr.code(CONTRACTS.implementation)
      expect(code).to.contain(topic)
      await second.putCode(CONTRACTS.implementation, code.replaceAll(topic, 'ab'.repeat(32)))
    }
    const mismatch = (await found(async (pair) => {
      await change(pair)
      // Compare transactions only: the other code alone would already be another state.
      const [root, { restore }] = [await pair.second.root(), pair.second]
      pair.second.root = async () => (await pair.edr.header('latest')).stateRoot
      pair.second.restore = () => restore(root)
    }))!
    expect(mismatch.what).to.match(/^log 0: EDR 0x\w+ 0x\w+,.*, ethereumjs 0x\w+ 0xabab/s)
    const words = inWords(mismatch)
    expect(words).to.contain(`sequence ${mismatch.sequence.number} of seed ${SEED}`)
    expect(words).to.contain(`--seed ${SEED} --only ${mismatch.sequence.number}`)
    expect(words).to.match(/Escrow\.file file\(.*<-- here/)
  })

  it('should be found in one storage slot that no call reads', async () => {
    const slot = id('a slot of nobody')
    const mismatch = (await found(({ second }) => second.putStorage(CONTRACTS.token, slot, '0x01')))!
    expect(mismatch.call).to.equal(undefined)
    expect(mismatch.what).to.match(/^state root: EDR 0x\w+, ethereumjs 0x\w+\n {2}token: EDR nonce/)
  })

  it('should be counted where an entry point is never called', () => {
    expect(table(emptyCounts(), ENTRIES).join('\n')).to.match(/Escrow\.file +0 +0/)
  })
})
