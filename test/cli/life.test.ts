import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { Wallet } from 'ethers'
import { erc20Abi, type Address } from 'viem'
import { escrowAbi } from '../../sdk/abi/escrow.ts'
import type { Fault } from '../../sdk/errors/InputError.ts'
import { makeIdentity } from '../../sdk/evidence/seal.ts'
import { cliWorld, freePort, type CliWorld, type Result } from './cli.ts'
import { OUTCOME, UNITS_SHEET } from '../sdk/samples.ts'
import { UNIT } from '../sdk/world.ts'

const [FUNDER, SOLVER, MEMBER, STRANGER, HEIR, ARBITER] = [0, 1, 2, 3, 4, 5] as const

function ok(result: Result, what: string): Record<string, unknown> {
  expect(result.code, `${what}: ${result.err}`).to.equal(0)
  return JSON.parse(result.out) as Record<string, unknown>
}

describe('lodestone: the command line', function () {
  this.timeout(300_000)
  let w: CliWorld
  let files: { outcome: string; sheet: string; names: string; report: string }
  let escrow: Address
  let store: string

  before(async () => {
    w = await cliWorld('hardhat')
    store = join(w.directory, 'store')
    for (const as of [MEMBER, ARBITER]) await w.publish(as, 'none', (await makeIdentity()).recipient)
    files = {
      outcome: await w.write('outcome.json', { ...OUTCOME, breakClause: 'A thing comes undone.' }),
      sheet: await w.write('sheet.json', UNITS_SHEET),
      names: await w.write('names.json', {
        TUSD: w.token,
        member: w.accounts[MEMBER]!.address,
        arbiter: w.accounts[ARBITER]!.address,
      }),
      report: await w.write('report.md', 'Counted.'),
    }
  })
  after(() => w.stop())

  const balance = (as: number) =>
    w.client.readContract({
      address: w.token,
      abi: erc20Abi,
      functionName: 'balanceOf',
      args: [w.accounts[as]!.address],
    })
  const evidence = async (name: string) => {
    const folder = join(w.directory, name)
    await mkdir(folder)
    await writeFile(join(folder, 'statement.txt'), 'Thirty things are done.\n')
    return folder
  }
  const later = async (seconds: number) => {
    await w.test.increaseTime({ seconds })
    await w.test.mine({ blocks: 1 })
  }

  it('answers --help quickly and without a chain', async () => {
    const help = await w.bare({}, '--help')
    expect(help.code, 'exit code').to.equal(0)
    for (const command of [
      'outcome',
      'pledge',
      'claim',
      'break',
      'evidence',
      'observe',
      'challenge',
      'rule',
      'settle',
      'collect',
      'refund',
      'assign',
      'status',
      'size',
      'list',
      'portfolio',
    ]) {
      expect(help.out, 'commands listed').to.include(`\n  ${command} `)
    }
  })

  it('runs a whole life: create, pledge, claim, observe, challenge, rule, settle, break, assign, collect, refund, audit, status', async () => {
    const create = ['outcome', 'create', files.outcome, files.sheet, '--names', files.names, '--json']
    const dry = ok(await w.lodestone(FUNDER, ...create, '--dry-run'), 'dry create')
    expect(dry['transaction'], 'a dry run sends nothing').to.equal(undefined)
    expect(await w.client.getCode({ address: dry['escrow'] as Address }), 'a dry run creates nothing').to.equal(
      undefined,
    )
    const created = ok(await w.lodestone(FUNDER, ...create), 'create')
    escrow = created['escrow'] as Address
    const dryPledge = ok(await w.lodestone(FUNDER, 'pledge', escrow, '1,000 TUSD', '--json', '--dry-run'), 'dry pledge')
    expect(dryPledge['transaction'], 'a dry pledge sends nothing').to.equal(undefined)
    ok(await w.lodestone(FUNDER, 'pledge', escrow, '1,000 TUSD', '--json'), 'pledge')
    const state = ok(await w.lodestone(STRANGER, 'status', escrow, '--json'), 'status')
    expect([state['status'], state['pledged'], state['title']], 'status after the pledge').to.deep.equal([
      'Binding',
      '1000000000',
      OUTCOME.title,
    ])

    const claimed = ok(
      await w.lodestone(SOLVER, 'claim', escrow, await evidence('claimed'), '--storage', store, '--json'),
      'claim',
    )
    const key = claimed['key'] as string
    expect((await readFile(join(claimed['folder'] as string, 'salt'), 'utf8')).length, 'the salt is kept').to.equal(67)
    const observed = ok(
      await w.lodestone(MEMBER, 'observe', escrow, key, '--measurement', '50', '--report', files.report, '--json'),
      'observe',
    )
    expect(observed['recorded'], 'observations recorded').to.equal('1')
    ok(
      await w.lodestone(STRANGER, 'challenge', escrow, key, '--grounds', 'Ten were counted twice.', '--json'),
      'challenge',
    )
    ok(
      await w.lodestone(ARBITER, 'rule', escrow, key, '--measurement', '40', '--grounds', 'So they were.', '--json'),
      'rule',
    )
    const settled = ok(await w.lodestone(STRANGER, 'settle', escrow, '--json'), 'settle')
    expect((settled['steps'] as unknown[]).length, 'steps that were due').to.equal(1)

    const broken = ok(
      await w.lodestone(STRANGER, 'break', escrow, key, await evidence('breaking'), '--storage', store, '--json'),
      'break',
    )
    ok(
      await w.lodestone(
        MEMBER,
        'observe',
        escrow,
        broken['key'] as string,
        '--measurement',
        '1',
        '--report',
        files.report,
        '--json',
      ),
      'observe the break',
    )
    await later(2 * 86_400 + 1)
    const breaking = ok(await w.lodestone(FUNDER, 'settle', escrow, '--json'), 'settle the break')
    expect(
      (breaking['steps'] as { step: string }[]).map(({ step }) => step),
      'steps that were due',
    ).to.deep.equal(['settleBreaks'])
    ok(await w.lodestone(SOLVER, 'assign', escrow, key, w.accounts[HEIR]!.address, '--json'), 'assign')

    // 40 units at 10 earn 400, half of it held, half of the held part taken by the breaker; fees are shared with the only member.
    const before = await balance(SOLVER)
    const collected = ok(await w.lodestone(FUNDER, 'collect', escrow, w.accounts[SOLVER]!.address, '--json'), 'collect')
    expect(collected['amount'], 'the solver collects').to.equal(String(200n * UNIT))
    expect((await balance(SOLVER)) - before, 'what arrived').to.equal(200n * UNIT)
    const taken = ok(
      await w.lodestone(STRANGER, 'collect', escrow, '--to', w.accounts[HEIR]!.address, '--json'),
      'collect elsewhere',
    )
    expect(taken['amount'], 'the breaker collects').to.equal(String(100n * UNIT))
    await later(60 * 86_400)
    const refunded = ok(await w.lodestone(FUNDER, 'refund', escrow, '--json'), 'refund')
    expect(refunded['amount'], 'the funder gets the rest').to.equal(String(700n * UNIT))
    const shares = await w.client.readContract({ address: escrow, abi: escrowAbi, functionName: 'totalSupply' })
    expect(shares, 'shares left').to.equal(0n)
    const { hash } = await w.client.getBlock()
    const audited = await w.lodestone(STRANGER, 'audit', escrow, '--block-hash', hash, '--history', '--json')
    const { passed, anchored } = ok(audited, 'audit')
    expect([passed, anchored], 'the audit passes, proved').to.deep.equal([true, true])
    const told = await w.lodestone(STRANGER, 'status', escrow)
    expect(told.out, 'status for people').to.include('Closed').and.to.include(key)
    expect((await w.lodestone(STRANGER, 'status', escrow, key)).out, 'status of a claim').to.include('Settled')
    expect((await w.lodestone(STRANGER, 'settle', escrow)).code, 'nothing due is no mistake').to.equal(0)
  })

  it('reads encrypted keystores', async () => {
    const password = await w.write('password', 'correct horse\n')
    const wallet = new Wallet(w.keyOf(STRANGER))
    const keystore = await w.write('key.json', await wallet.encrypt('correct horse'))
    const settings = ['--rpc', w.rpc, '--deployment', w.deployment, '--keystore', keystore, '--json']
    const collect = await w.bare({ LODESTONE_PASSWORD_FILE: password }, 'collect', escrow, ...settings)
    const { errorName, values } = JSON.parse(collect.err) as { errorName: string; values: { account: string } }
    expect([collect.code, errorName, values.account], 'signs as the keystore').to.deep.equal([
      1,
      'NothingOwed',
      wallet.address,
    ])
    const wrong = await w.write('wrong', 'battery staple')
    const refused = await w.bare({ LODESTONE_PASSWORD_FILE: wrong }, 'collect', escrow, ...settings)
    expect([refused.code, refused.err.includes('--keystore')], 'a wrong password').to.deep.equal([1, true])
  })

  describe('refuses with exit code 1, naming what is wrong', () => {
    const zeroKey = `0x${'00'.repeat(32)}`
    const observeWith = (as: number, measurement: string, report: string) =>
      w.lodestone(as, 'observe', escrow, zeroKey, '--measurement', measurement, '--report', report, '--json')
    const pledgeOf = (to: string, amount: string) => w.lodestone(FUNDER, 'pledge', to, amount, '--json')
    /** Title, the field that is named, and the command. */
    const cases: [string, string, () => Promise<Result>][] = [
      [
        'no key',
        '--keystore',
        () => w.bare({}, 'collect', escrow, '--json', '--rpc', w.rpc, '--deployment', w.deployment),
      ],
      ['a broken address', 'escrow', () => pledgeOf('0x12', '1 TUSD')],
      ['an address that is no escrow', 'escrow', () => pledgeOf(w.token, '1 TUSD')],
      ['an amount of another token', 'amount', () => pledgeOf(escrow, '1 DAI')],
      ['an amount with too many decimals', 'amount', () => pledgeOf(escrow, '0.0000001')],
      ['an amount in scientific notation', 'amount', () => pledgeOf(escrow, '1e6')],
      ['a measurement that is no number', 'measurement', () => observeWith(MEMBER, '1.5', files.report)],
      ['an observation by a stranger', 'member', () => observeWith(STRANGER, '1', files.report)],
      ['a report that is not there', '', () => observeWith(MEMBER, '1', join('no', 'such'))],
      [
        'evidence that is not there',
        '',
        () => w.lodestone(STRANGER, 'claim', escrow, join('no', 'such'), '--statement', 'x', '--json'),
      ],
      [
        'names that are missing',
        'token',
        () => w.lodestone(FUNDER, 'outcome', 'create', files.outcome, files.sheet, '--json'),
      ],
      [
        'a file that is not JSON',
        '',
        () => w.lodestone(FUNDER, 'outcome', 'create', files.report, files.sheet, '--json'),
      ],
      ['an endpoint that is no URL', '--rpc', () => w.bare({}, 'status', escrow, '--rpc', 'localhost', '--json')],
      [
        'a deployment record of another chain',
        '--deployment',
        async () => {
          const record = JSON.parse(await readFile(w.deployment, 'utf8')) as object
          const file = await w.write('mainnet.json', { ...record, chainId: 1 })
          return w.bare({}, 'status', escrow, '--rpc', w.rpc, '--deployment', file, '--json')
        },
      ],
    ]
    for (const [title, path, command] of cases) {
      it(title, async () => {
        const { code, out, err } = await command()
        expect([code, out], `exit code and stdout; ${err}`).to.deep.equal([1, ''])
        const { error, faults } = JSON.parse(err) as { error: string; faults: Fault[] }
        expect(error, 'type of the error').to.equal('InputError')
        expect(
          faults.map((fault) => fault.path),
          'fields named',
        ).to.include(path)
      })
    }

    it('what the contract refuses, by the name of its error', async () => {
      const { code, err } = await pledgeOf(escrow, '1 TUSD')
      const { error, errorName } = JSON.parse(err) as Record<string, string>
      expect([code, error, errorName], 'a pledge after the end').to.deep.equal([
        1,
        'RevertError',
        'ERC4626ExceededMaxDeposit',
      ])
    })

    it('a missing option and an unknown command', async () => {
      for (const args of [['claim', escrow], ['refnd']]) {
        const { code, out, err } = await w.lodestone(SOLVER, ...args)
        expect([code, out], 'exit code and stdout').to.deep.equal([1, ''])
        expect(err, 'no stack').to.not.match(/\n\s+at /)
      }
    })

    it('in words, without a stack', async () => {
      const { code, err } = await w.lodestone(FUNDER, 'pledge', escrow, '1e6')
      expect(code, 'exit code').to.equal(1)
      expect(err, 'names the value').to.include('"1e6"')
      expect(err, 'no stack').to.not.match(/\n\s+at /)
    })
  })

  it('exits with 75 when the chain does not answer', async () => {
    const { code, err } = await w.bare({}, 'status', escrow, '--rpc', `http://127.0.0.1:${await freePort()}`)
    expect(code, `exit code; ${err}`).to.equal(75)
  })

  it('prints errors as JSON when asked to', async () => {
    const { code, err } = await w.lodestone(FUNDER, 'collect', escrow, '--json')
    const error = JSON.parse(err) as Record<string, unknown>
    expect([code, error['error'], error['errorName']], 'error').to.deep.equal([1, 'RevertError', 'NothingOwed'])
  })
})
