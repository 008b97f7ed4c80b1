/** `lodestone outcome` and `lodestone size` in processes of their own, without a chain and with one. */
import { expect } from 'chai'
import { keccak256, stringToHex, type Address } from 'viem'
import type { Fault } from '../../sdk/errors/InputError.ts'
import { canonicalJson } from '../../sdk/model/canonicalJson.ts'
import { parseOutcome } from '../../sdk/model/outcome.ts'
import { cliWorld, type CliWorld, type Result } from './cli.ts'
import { OUTCOME, UNITS_SHEET } from '../sdk/samples.ts'

const [FUNDER, MEMBER, ARBITER] = [0, 2, 5] as const
const DOCUMENT = parseOutcome({ ...OUTCOME, breakClause: 'A thing comes undone.' })

function data(result: Result): Record<string, unknown> {
  expect(result.code, result.err).to.equal(0)
  return JSON.parse(result.out) as Record<string, unknown>
}

function faults(result: Result): string[] {
  expect([result.code, result.out], result.err).to.deep.equal([1, ''])
  const { error, faults: found } = JSON.parse(result.err) as { error: string; faults: Fault[] }
  expect(error).to.equal('InputError')
  return found.map(({ document, code, path }) => [document, code, path].filter((one) => one !== undefined).join(' '))
}

describe('lodestone: outcome and size', function () {
  this.timeout(300_000)
  let w: CliWorld
  let files: { outcome: string; sheet: string; names: string }

  before(async () => {
    w = await cliWorld()
    files = {
      outcome: await w.write('outcome.json', DOCUMENT),
      sheet: await w.write('sheet.json', UNITS_SHEET),
      names: await w.write('names.json', {
        TUSD: w.token,
        member: w.accounts[MEMBER]!.address,
        arbiter: w.accounts[ARBITER]!.address,
      }),
    }
  })
  after(() => w.stop())
  const offline = (command: string, ...args: string[]) =>
    w.bare({}, 'outcome', command, files.outcome, files.sheet, '--names', files.names, ...args)

  it('check needs no chain, and gives hash, address and prices', async () => {
    const where = ['--decimals', '6', '--now', '2027-01-01T00:00:00Z', '--deployment', w.deployment]
    const checked = data(await offline('check', ...where, '--json'))
    expect(checked['faults']).to.deep.equal([])
    expect(checked['outcomeHash'], 'hash').to.equal(keccak256(stringToHex(canonicalJson(DOCUMENT))))
    const again = data(await offline('check', ...where, '--json'))
    expect(again['escrow'], 'the same address for the same time').to.equal(checked['escrow'])
    const said = await offline('check', ...where)
    expect(said.out).to.include('No faults.').and.include(String(checked['escrow'])).and.include('1,000 TUSD')
  })

  it('check shows all faults of both documents at once, and no stack', async () => {
    const outcome = await w.write('bad-outcome.json', { ...OUTCOME, title: '' })
    const sheet = await w.write('bad-sheet.json', {
      ...UNITS_SHEET,
      pledges: { ...UNITS_SHEET.pledges, threshold: '2,000 TUSD' },
      arbitration: { ...UNITS_SHEET.arbitration, arbiter: 'arbitr' },
    })
    const args = ['outcome', 'check', outcome, sheet, '--names', files.names, '--decimals', '6']
    expect(faults(await w.bare({}, ...args, '--json'))).to.have.members([
      'outcome TextBlank title',
      'sheet BreakClauseMissing warranty',
      'sheet ThresholdOutOfRange pledges.threshold',
      'sheet UnknownName arbitration.arbiter',
    ])
    const said = await w.bare({}, ...args)
    expect(said.err)
      .to.include('is "arbiter" meant?')
      .and.not.match(/\n\s+at /)
  })

  it('check names every file that cannot be read', async () => {
    const result = await w.bare(
      {},
      'outcome',
      'check',
      'no-such.json',
      files.outcome,
      '--names',
      'neither.json',
      '--json',
    )
    expect(faults(result)).to.have.length(2)
  })

  for (const [option, value] of [
    ['--decimals', 'six'],
    ['--decimals', '256'],
    ['--now', 'tomorrow'],
  ] as const) {
    it(`check refuses ${option} ${value}`, async () => {
      expect(faults(await offline('check', option, value, '--json')).join()).to.include(option)
    })
  }

  it('explain without a chain says what is paid and how long money can be locked', async () => {
    const { code, out } = await offline('explain', '--decimals', '6', '--now', '2027-01-01T00:00:00Z')
    const text = out.replace(/\s+/g, ' ')
    expect(code).to.equal(0)
    expect(text).to.include('Pays 10 TUSD for each of the first 100 things; 1,000 TUSD in all.')
    // 60 days, then V + C + A = 6 days, 1 day of warranty, 6 days again.
    expect(text).to.include('At worst until 2027-03-15 00:00:00 UTC')
    expect(text, 'a warning').to.include('PanelOfOne')
  })

  it('create explains, warns and creates; a dry run gives address and hash; explain reads it back from the chain', async () => {
    const create = ['outcome', 'create', files.outcome, files.sheet, '--names', files.names]
    const dry = data(await w.lodestone(FUNDER, ...create, '--json', '--dry-run'))
    expect([dry['transaction'], dry['outcomeHash']], 'dry').to.deep.equal([
      undefined,
      keccak256(stringToHex(canonicalJson(DOCUMENT))),
    ])
    const created = data(await w.lodestone(FUNDER, ...create, '--json'))
    const escrow = created['escrow'] as Address
    const codes = (of: Record<string, unknown>) => (of['warnings'] as { code: string }[]).map(({ code }) => code)
    expect(codes(created)).to.include.members(['PanelOfOne', 'MemberIsBareKey', 'ArbiterIsBareKey'])
    expect(codes(created), 'nobody can accept what is new').to.not.include('MemberNotAccepted')

    const explained = data(
      await w.bare({}, 'outcome', 'explain', escrow, '--rpc', w.rpc, '--deployment', w.deployment, '--json'),
    )
    expect(explained['terms'], 'terms from the code').to.deep.equal(created['terms'])
    expect(codes(explained), 'whether members have accepted').to.include('MemberNotAccepted')
    const said = await w.bare({}, 'outcome', 'explain', escrow, '--rpc', w.rpc, '--deployment', w.deployment)
    expect(said.out).to.include(`"${OUTCOME.title}"`).and.include(w.accounts[ARBITER]!.address)
  })

  it('create refuses a token that is none, with all other faults', async () => {
    const names = await w.write('other-names.json', { TUSD: w.factory, member: w.accounts[MEMBER]!.address })
    const result = await w.lodestone(
      FUNDER,
      'outcome',
      'create',
      files.outcome,
      files.sheet,
      '--names',
      names,
      '--json',
    )
    expect(faults(result)).to.have.members(['sheet NotAToken token', 'sheet UnknownName arbitration.arbiter'])
  })

  it('explain refuses what is neither an address nor a pair of files', async () => {
    expect(faults(await w.bare({}, 'outcome', 'explain', files.outcome, '--json'))).to.deep.equal([
      'AddressForm escrow',
    ])
  })

  it('size gives the purse and names what it assumes', async () => {
    const args = ['size', 'purse', '--probability', '10 %', '--cost', '50,000,000 USDC', '--success', '.8']
    expect(data(await w.bare({}, ...args, '--json'))['tries']).to.equal(16)
    const said = await w.bare({}, ...args)
    expect(said.out).to.include('981,958,982 USDC').and.include('independently')
  })

  it('size gives one panel or a table', async () => {
    const odds = ['size', 'panel', '--error', '.1', '--alive', '.85']
    const one = await w.bare({}, ...odds, '--members', '3', '--quorum', '2')
    expect(one.out).to.include('2.80 %').and.include('93.92 %').and.include('independently')
    const table = data(await w.bare({}, ...odds, '--most', '7', '--json'))
    expect(table['panels']).to.have.length(10)
  })

  for (const args of [
    ['size', 'purse', '--probability', '1', '--cost', '1', '--success', '.8'],
    ['size', 'purse', '--probability', '.1', '--cost', '1e6', '--success', '.8'],
    ['size', 'panel', '--error', '.1', '--alive', '1.1'],
    ['size', 'panel', '--error', '.1', '--alive', '.9', '--members', '2'],
    ['size', 'panel', '--error', '.1', '--alive', '.9', '--members', '4', '--quorum', '4'],
    ['size', 'panel', '--error', '.1', '--alive', '.9', '--quorum', '2'],
  ]) {
    it(`refuses ${args.join(' ')}`, async () => {
      expect(faults(await w.bare({}, ...args, '--json'))).to.have.length(1)
    })
  }
})
