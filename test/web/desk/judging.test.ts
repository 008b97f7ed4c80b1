import { expect } from 'chai'
import { getAddress, keccak256, stringToHex, zeroAddress } from 'viem'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { claimKey } from '../../../sdk/model/evidence.ts'
import { readObservations } from '../../../scripts/support/readObservations.ts'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isEndpoint } from '../../../web/views/desk/endpoint.ts'
import { effectOf, mayRule } from '../../../web/views/desk/effect.ts'
import { entryOf, measurementEntered } from '../../../web/views/desk/measured.ts'
import { observationFile, readObservationFiles } from '../../../web/views/desk/observations.ts'
import { givesKey, roleOf, type Judging } from '../../../web/views/desk/readJudging.ts'
import { gatewayUrl, whereIs } from '../../../web/views/desk/whereIs.ts'
import { cidOf } from '../../../sdk/evidence/cid.ts'
import { OUTCOME } from '../../sdk/samples.ts'

const digest = (text: string) => keccak256(stringToHex(text))
const account = (i: number) => getAddress(`0x${`a${i}`.repeat(20)}`)

describe('page, desk: what is judged', () => {
  it('a measurement is entered as a value, a whole number, or as broken or not', () => {
    expect([entryOf(OUTCOME, false), entryOf(undefined, false), entryOf(OUTCOME, true)], 'ways').to.deep.equal([
      'value',
      'whole',
      'broken',
    ])
    const entered = (typed: string) => measurementEntered('whole', typed, undefined, 'wrong')
    expect(entered(' 12 ').measurement, 'a number').to.equal(12n)
    expect(entered(`${2n ** 64n - 1n}`).measurement, 'the largest').to.equal(2n ** 64n - 1n)
    for (const wrong of ['-1', '1.5', 'x', `${2n ** 64n}`, '9'.repeat(30)])
      expect(entered(wrong), wrong).to.deep.equal({ measurement: undefined, fault: 'wrong' })
    expect(entered('').fault, 'nothing').to.equal(undefined)
    expect(measurementEntered('value', '17', OUTCOME, 'wrong').measurement, 'a value').to.equal(17n)
  })

  it('an arbiter may set anything up to the highest observation', () => {
    expect(
      [0n, 10n, 11n].map((one) => mayRule(one, 10n)),
      'bounds',
    ).to.deep.equal([true, true, false])
  })

  it('a break claim takes half of what is held, rounded down, where it measures above 0', () => {
    const judging = { attacked: { held: 101n } } as Judging
    expect(effectOf(judging, 1n), 'broken').to.deep.equal({ kind: 'breaks', reward: 50n })
    expect(effectOf(judging, 0n), 'holds').to.deep.equal({ kind: 'holds' })
    expect(effectOf({ attacked: { held: 0n } } as Judging, 1n), 'nothing is held any more').to.deep.equal({
      kind: 'holds',
    })
  })

  it('an account is a member with its seat, the arbiter, or neither', () => {
    const terms = { panel: [account(1), account(2)], arbiter: account(3) }
    expect(roleOf(terms, account(2)), 'member').to.deep.equal({ is: 'member', seat: 1 })
    expect(roleOf(terms, account(3)), 'arbiter').to.deep.equal({ is: 'arbiter' })
    expect(roleOf({ ...terms, arbiter: zeroAddress }, account(3)), 'no arbiter').to.deep.equal({ is: 'nobody' })
  })

  it('what an index says of a claim has to give its key', () => {
    const [solver, commitment] = [account(1), digest('commitment')]
    const key = claimKey(solver, commitment)
    const row = { key, solver, commitment, target: null }
    expect(givesKey(row), 'as it is').to.equal(true)
    expect(givesKey({ ...row, solver: account(2) }), 'another solver').to.equal(false)
    expect(givesKey({ ...row, target: digest('paid') }), 'another target').to.equal(false)
  })

  it('an endpoint is https, or none', () => {
    for (const good of ['', 'https://member.example', 'https://member.example/path', 'http://127.0.0.1:8470'])
      expect(isEndpoint(good), good).to.equal(true)
    for (const bad of ['member.example', 'http://member.example', `https://member.example/${'x'.repeat(256)}`])
      expect(isEndpoint(bad), bad).to.equal(false)
  })
})

describe('page, desk: where a bundle is', () => {
  it('says what the solver’s address means, and asks nothing of what is no bundle’s place', () => {
    const name = `${cidOf(digest('x'))}.age`
    expect(whereIs('https://files.example/b.age'), 'web').to.include({ kind: 'web', host: 'files.example' })
    expect(whereIs('ipfs://bafyabc/b.age'), 'ipfs').to.deep.equal({ kind: 'ipfs', path: 'bafyabc/b.age' })
    expect(whereIs(`file:///${name}`), 'handed in').to.deep.equal({ kind: 'handedIn', name })
    for (const odd of [
      '',
      'nothing',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'data:,x',
      'http://files.example/b',
      'https://user:word@files.example/b',
      'ipfs://../x?y',
    ])
      expect(whereIs(odd), odd).to.deep.equal({ kind: 'unknown' })
  })

  it('a gateway is https, or on this machine', () => {
    expect(gatewayUrl('http://127.0.0.1:8080/', 'bafyabc')?.href, 'here').to.equal('http://127.0.0.1:8080/ipfs/bafyabc')
    for (const wrong of ['http://gateway.example', 'gateway', ''])
      expect(gatewayUrl(wrong, 'bafy'), wrong).to.equal(undefined)
  })
})

describe('page, desk: observation files', () => {
  const of = { chainId: 31337, escrow: account(1), claim: digest('claim') }
  const observation = { seat: 2n, measurement: 2n ** 64n - 1n, report: digest('report'), signature: '0xabcd' } as const
  const asFile = (text: string, name = 'one.json') => ({ name, text: async () => text })

  it('are what the command line writes and reads', async () => {
    const { name, text } = observationFile(of, observation)
    expect(await readObservationFiles([asFile(text)], of), 'by the page').to.deep.equal([observation])
    const root = await mkdtemp(join(tmpdir(), 'lodestone-observation-'))
    try {
      await writeFile(join(root, name), text)
      expect(await readObservations([join(root, name)], of), 'by the command line').to.deep.equal([observation])
    } finally {
      await rm(root, { recursive: true })
    }
  })

  it('of something else, or that are none, are refused by name', async () => {
    const { text } = observationFile(of, observation)
    const refused = async (file: string, wanted: Partial<typeof of>) => {
      const error = await readObservationFiles([asFile(file, 'odd.json')], { ...of, ...wanted }).catch(
        (e: unknown) => e,
      )
      expect(error, file).to.be.instanceOf(InputError)
      expect(String(error), 'its name').to.include('odd.json')
    }
    await refused('nothing', {})
    await refused('{}', {})
    await refused(text, { chainId: 1 })
    await refused(text, { escrow: account(2) })
    await refused(text, { claim: digest('other') })
  })
})
