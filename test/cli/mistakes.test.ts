/** Mistakes on the command line: each is told by its name, with exit code 1, no stack and nothing on stdout. None gets to a chain. */
import { expect } from 'chai'
import { type Result, resultOf, startCli } from './cli.ts'

const E = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const C = `0x${'7c'.repeat(32)}`
const KEY = { LODESTONE_PRIVATE_KEY: `0x${'11'.repeat(32)}`, LODESTONE_RPC: 'http://127.0.0.1:1' }
const [R, M] = ['--report', '--measurement']

/** The arguments, and what must be named. */
const MISTAKES: readonly (readonly [string, string])[] = [
  ['stats', 'unknown command'],
  ['status', "argument 'escrow'"],
  [`status ${E} --colour`, '--colour'],
  ['status 0x12', 'escrow'],
  [`status ${E} 0x12`, 'claim'],
  [`status ${E.replace('5FbDB', '5fbDB')}`, 'escrow'],
  [`status ${E} --account me`, '--account'],
  [`status ${E} --rpc ftp://example`, '--rpc'],
  [`status ${E} --rpc http://user:pass@example`, '--rpc'],
  [`status ${E} --chain 0`, '--chain'],
  [`status ${E} --config nowhere.json`, 'nowhere.json'],
  [`watch ${E} --until never`, 'until'],
  ['pledge', 'escrow'],
  [`pledge ${E}`, 'escrow'],
  [`pledge x 1`, 'escrow'],
  [`pledge ${E} 1 --to 0x1`, '--to'],
  [`pledge ${E} 1 --vault 0x1`, '--vault.0'],
  [`pledge ${E} 1 --native --vault ${E}`, '--native'],
  [`pledge ${E} 1 --native --permit`, '--permit'],
  [`pledge ${E} 1 --permit --to ${E}`, '--to'],
  [`pledge ${E} 1 --batch pledges.json`, '--batch'],
  ['pledge --batch nowhere.json', 'nowhere.json'],
  [`pledge ${E} 1 --wait soon`, '--wait'],
  [`pledge ${E} 1 --keystore k.json --signer http://127.0.0.1:1`, 'signer'],
  [`claim x evidence`, 'escrow'],
  [`claim ${E} evidence --payee nobody`, 'payee'],
  [`break ${E} 0x12 evidence`, 'target'],
  [`observe ${E} ${C} ${R} r.md`, M],
  [`observe ${E} ${C} ${M} -1 ${R} r.md`, 'measurement'],
  [`observe ${E} ${C} ${M} 1.5 ${R} r.md`, 'measurement'],
  [`observe ${E} ${C} ${M} 18446744073709551616 ${R} r.md`, 'measurement'],
  [`observe ${E} ${C} ${M} 1 ${R} nowhere.md`, 'nowhere.md'],
  [`observe ${E} ${C} ${M} 1 ${R} r.md --out o.json --dry-run`, '--out'],
  [`submit ${E} 0x12 o.json`, 'claim'],
  [`challenge ${E} ${C}`, '--grounds'],
  [`rule ${E} ${C} ${M} x --grounds g`, 'measurement'],
  [`settle ${E} --most 0`, 'most'],
  [`release ${E} 0x12`, 'claims.0'],
  ['refund x', 'escrow'],
  [`collect ${E} x`, 'account'],
  [`assign ${E} ${C} x`, 'payee'],
  ['portfolio', 'account'],
  ['list --status open', 'status'],
  ['outcome check nowhere.json nothing.json', 'nothing.json'],
  ['outcome explain 0x12', 'escrow'],
  ['outcome verify 0x12 a.json b.json', 'escrow'],
  ['size purse --probability 2 --cost 1 --success .5', 'probability'],
  ['size panel --error .1', '--alive'],
  ['size panel --error x --alive .8', 'error'],
  ['evidence open nowhere --identity nobody --out o', 'nobody'],
  ['evidence check nowhere', 'nowhere'],
  [`evidence pack nowhere --escrow 0x12 --solver ${E}`, 'escrow'],
  ['operator publish --endpoint http://example --encryption-key age1', 'endpoint'],
  ['operator show x', 'account'],
  [`operator accept 0x12`, 'escrow'],
  ['key show nowhere.json', 'nowhere.json'],
  ['completion tcsh', 'tcsh'],
]

describe('lodestone: mistakes', function () {
  this.timeout(120_000)
  const told = new Map<string, Promise<Result>>()

  before(() => {
    // Four at a time; each test looks at its own.
    const lanes = Array.from({ length: 4 }, () => Promise.resolve())
    for (const [i, [line]] of MISTAKES.entries()) {
      const result = (lanes[i % 4] ?? Promise.resolve()).then(() => resultOf(startCli(KEY, line.split(' '))))
      lanes[i % 4] = result.then(() => undefined)
      told.set(line, result)
    }
  })

  it('are many', () => expect(MISTAKES.length).to.be.greaterThan(50))

  for (const [line, named] of MISTAKES) {
    it(`${line.replaceAll(E, 'E').replaceAll(C, 'C')}: names ${named}`, async () => {
      const { code, out, err } = await told.get(line)!
      expect([code, out], err).to.deep.equal([1, ''])
      expect(err)
        .to.include(named)
        .and.not.match(/^\s+at /m)
    })
  }
})
