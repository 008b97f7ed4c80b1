/** The commands of funders: pledge in all its ways, list, portfolio; through the real program. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect } from 'chai'
import { encodeFunctionData, erc20Abi, type Address, type Hex } from 'viem'
import type { Fault } from '../../sdk/errors/InputError.ts'
import { safeChecksum, type SafeBatch } from '../../sdk/safe/safeBatch.ts'
import { cliWorld, evidenceFolder, type CliWorld, type Result } from './cli.ts'
import { OUTCOME, UNITS_SHEET } from '../sdk/samples.ts'
import { UNIT } from '../sdk/world.ts'

const [FUNDER, SOLVER, MEMBER, STRANGER, ARBITER] = [0, 1, 2, 3, 5] as const
const ETHER = 10n ** 18n

function ok(result: Result, what: string): Record<string, unknown> {
  expect(result.code, `${what}: ${result.err}`).to.equal(0)
  return JSON.parse(result.out) as Record<string, unknown>
}

interface Pledged {
  pledges: { escrow: Address; pledged: string }[]
  transaction?: { hash: Hex }
}

describe('lodestone: pledging', function () {
  this.timeout(300_000)
  let w: CliWorld
  let weth: Address
  let vault: Address
  let first: Address
  let second: Address
  let native: Address
  let saving: Address

  before(async () => {
    w = await cliWorld()
    const require = createRequire(import.meta.url)
    const { bytecode } = require('canonical-weth/build/contracts/WETH9.json') as { bytecode: Hex }
    weth = await w.deploy({ abi: [], bytecode }, [])
    vault = await w.deploy('mocks/tokens/SavingsVault.sol/SavingsVault', [w.token])
    const outcome = await w.write('outcome.json', { ...OUTCOME, breakClause: 'A thing comes undone.' })
    const other = await w.write('other.json', { ...OUTCOME, title: 'Something rare', breakClause: 'It is undone.' })
    const names = await w.write('names.json', {
      ...{ TUSD: w.token, WETH: weth, SAV: vault },
      ...{ member: w.accounts[MEMBER]!.address, arbiter: w.accounts[ARBITER]!.address },
    })
    const make = async (document: string, token: string): Promise<Address> => {
      const text = JSON.stringify({ ...UNITS_SHEET, pledges: { ...UNITS_SHEET.pledges, threshold: '100 TUSD' } })
      const sheet = await w.write(`${token}.json`, text.replaceAll('TUSD', token))
      const created = ok(
        await w.lodestone(STRANGER, 'outcome', 'create', document, sheet, '--names', names, '--json'),
        'create',
      )
      return created['escrow'] as Address
    }
    first = await make(outcome, 'TUSD')
    second = await make(other, 'TUSD')
    native = await make(outcome, 'WETH')
    saving = await make(outcome, 'SAV')
  })
  after(() => w.stop())

  const address = (as: number): Address => w.accounts[as]!.address
  const balance = (token: Address, account: Address): Promise<bigint> =>
    w.client.readContract({ address: token, abi: erc20Abi, functionName: 'balanceOf', args: [account] })
  const nonce = (as: number) => w.client.getTransactionCount({ address: address(as) })
  const pledge = async (as: number, ...args: string[]): Promise<Pledged> =>
    JSON.parse(JSON.stringify(ok(await w.lodestone(as, 'pledge', ...args, '--json'), args.join(' ')))) as Pledged

  it('pledges to many at once in one transaction', async () => {
    const batch = await w.write('pledges.json', [
      { escrow: first, amount: '30 TUSD' },
      { escrow: second, amount: '2,000 TUSD', least: '1 TUSD' },
    ])
    const dry = await pledge(FUNDER, '--batch', batch, '--permit', '--dry-run')
    expect(dry.transaction, 'a dry run sends nothing').to.equal(undefined)
    expect(
      dry.pledges.map(({ pledged }) => pledged),
      'nor signs the permit without which nothing can be simulated',
    ).to.deep.equal([undefined, undefined])
    const before = await nonce(FUNDER)
    const { pledges } = await pledge(FUNDER, '--batch', batch, '--permit')
    expect(pledges).to.deep.equal([
      { escrow: first, amount: String(30n * UNIT), pledged: String(30n * UNIT) },
      { escrow: second, amount: String(2000n * UNIT), pledged: String(1000n * UNIT) },
    ])
    expect((await nonce(FUNDER)) - before, 'transactions').to.equal(1)
    expect(await balance(first, address(FUNDER)), 'shares').to.equal(30n * UNIT)
  })

  it('pays in the chain’s own currency', async () => {
    await pledge(SOLVER, native, '2.5', '--native')
    expect(await balance(native, address(SOLVER))).to.equal((25n * ETHER) / 10n)
  })

  it('goes through a savings vault that was named', async () => {
    await pledge(SOLVER, saving, '40 TUSD', '--vault', vault)
    expect(await balance(saving, address(SOLVER))).to.equal(40n * UNIT)
    const { code, err } = await w.lodestone(SOLVER, 'pledge', first, '40 TUSD', '--vault', vault, '--json')
    expect([code, (JSON.parse(err) as { faults: Fault[] }).faults[0]?.path]).to.deep.equal([1, '--vault'])
  })

  it('writes a batch for a Safe and sends nothing', async () => {
    const safe = address(STRANGER)
    const file = join(w.directory, 'safe.json')
    const before = await w.client.getBlockNumber()
    const settings = ['--rpc', w.rpc, '--deployment', w.deployment]
    // No key is needed.
    const args = ['pledge', first, '50 TUSD', '--safe', safe, '--safe-file', file, ...settings]
    const { code, err } = await w.bare({}, ...args)
    expect(code, err).to.equal(0)
    expect(await w.client.getBlockNumber(), 'nothing was sent').to.equal(before)
    const batch = JSON.parse(await readFile(file, 'utf8')) as SafeBatch
    const { checksum, ...meta } = batch.meta
    expect(safeChecksum({ ...batch, meta })).to.equal(checksum)
    const approve = encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [first, 50n * UNIT] })
    const lower = (addresses: string[]) => addresses.map((one) => one.toLowerCase())
    expect(lower(batch.transactions.map(({ to }) => to))).to.deep.equal(lower([w.token, first]))
    expect(batch.transactions[0]?.data).to.equal(approve)
    const again = await w.bare({}, ...args)
    expect(again.code, 'an existing file is kept').to.equal(1)
  })

  const refusals: [string, () => string[], string[]][] = [
    ['neither an escrow nor a file', () => [], ['escrow']],
    ['an escrow and a file', () => [first, '1 TUSD', '--batch', 'x.json'], ['--batch']],
    ['shares for somebody else by the router', () => [first, '1 TUSD', '--permit', '--to', first], ['--to']],
    ['a permit for the chain’s currency', () => [native, '1', '--native', '--permit'], ['--permit']],
    ['native through a vault', () => [saving, '1', '--native', '--vault', vault], ['--native']],
    ['a permit by a Safe', () => [first, '1 TUSD', '--permit', '--safe', first], ['--permit']],
    ['a broken vault', () => [saving, '1 TUSD', '--vault', '0x12'], ['--vault.0']],
    ['a file that is not there', () => ['--batch', join(w.directory, 'none.json')], ['']],
  ]
  for (const [name, args, paths] of refusals) {
    it(`refuses ${name}`, async () => {
      const before = await w.client.getBlockNumber()
      const { code, err } = await w.lodestone(FUNDER, 'pledge', ...args(), '--json')
      expect([code, (JSON.parse(err) as { faults: Fault[] }).faults.map(({ path }) => path)]).to.deep.equal([1, paths])
      expect(await w.client.getBlockNumber(), 'nothing was sent').to.equal(before)
    })
  }

  it('names every fault of a file of pledges at once', async () => {
    const batch = await w.write('wrong.json', [
      { escrow: first, amount: '1 DAI' },
      { escrow: w.token, amount: '1 TUSD' },
      { escrow: second, amount: '0.0000001 TUSD', least: 'x' },
    ])
    const { code, err } = await w.lodestone(FUNDER, 'pledge', '--batch', batch, '--json')
    const paths = (JSON.parse(err) as { faults: Fault[] }).faults.map(({ path }) => path)
    expect(code).to.equal(1)
    expect(paths).to.include('0.amount')
    expect(paths).to.include('1.escrow')
    expect(paths.at(-1)).to.match(/^2\./)
  })

  it('lists escrows, by status and by outcome', async () => {
    const list = async (...args: string[]) => {
      const { escrows } = ok(await w.lodestone(STRANGER, 'list', ...args, '--json'), 'list')
      return (escrows as { escrow: Address }[]).map(({ escrow }) => escrow)
    }
    expect(await list()).to.deep.equal([first, second, native, saving])
    expect(await list('--status', 'binding')).to.deep.equal([second])
    expect(await list('--outcome', 'something RARE')).to.deep.equal([second])
    expect(await list('--status', 'Void')).to.deep.equal([])
    const people = await w.lodestone(STRANGER, 'list')
    expect(people.out).to.include('Something rare').and.to.include('1,000 TUSD')
    const wrong = await w.lodestone(STRANGER, 'list', '--status', 'open', '--json')
    expect([wrong.code, (JSON.parse(wrong.err) as { faults: Fault[] }).faults[0]?.path]).to.deep.equal([1, 'status'])
  })

  it('shows a portfolio: shares and their worth, claims, roles', async () => {
    const { address: solver } = w.accounts[SOLVER]!
    const evidence = await evidenceFolder(w, [MEMBER, ARBITER], 'Done.')
    const filed = ok(await w.lodestone(SOLVER, 'claim', second, ...evidence, '--json'), 'claim')
    const of = async (as: number, ...args: string[]) => {
      const { positions } = ok(await w.lodestone(as, 'portfolio', ...args, '--json'), 'portfolio')
      return positions as {
        escrow: Address
        shares: string
        refund: object
        seat?: number
        arbiter: boolean
        claims: { key: Hex }[]
      }[]
    }
    const funder = await of(FUNDER)
    expect(funder.map(({ escrow }) => escrow)).to.deep.equal([first, second])
    expect(funder[1]?.refund).to.deep.equal({ now: String(1000n * UNIT), worst: '0', best: String(1000n * UNIT) })
    const solved = await of(STRANGER, solver)
    expect(solved.map(({ escrow }) => escrow)).to.deep.equal([second, native, saving])
    expect(solved[0]?.claims.map(({ key }) => key)).to.deep.equal([filed['key']])
    const member = await of(MEMBER)
    expect(member.map(({ seat }) => seat)).to.deep.equal([0, 0, 0, 0])
    expect((await of(ARBITER)).every(({ arbiter }) => arbiter)).to.equal(true)
    const nobody = await w.lodestone(STRANGER, 'portfolio')
    expect([nobody.code, nobody.out.includes('has nothing here')]).to.deep.equal([0, true])
    expect((await w.lodestone(FUNDER, 'portfolio')).out).to.include('at worst 0 TUSD')
  })
})
