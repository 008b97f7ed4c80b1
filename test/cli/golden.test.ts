/**
 * What the commands say to a person, word for word, over one life. GOLDEN=write writes test/cli/golden/ anew: look at every change.
 * Addresses have the names of their roles; what no two runs share (hashes, moments, gas, fees) is put in angle brackets.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import type { Address } from 'viem'
import { OUTCOME, UNITS_SHEET } from '../sdk/samples.ts'
import { cliWorld, evidenceFolder, type CliWorld, type Result } from './cli.ts'

const FOLDER = new URL('golden/', import.meta.url)
const ROLES = ['funder', 'solver', 'member', 'stranger', 'heir', 'arbiter'] as const
const [FUNDER, SOLVER, MEMBER, STRANGER, , ARBITER] = [0, 1, 2, 3, 4, 5] as const
const DAY = 86_400

describe('lodestone: what it says', function () {
  this.timeout(300_000)
  let w: CliWorld
  let escrow: Address
  /** Addresses, keys and paths as the golden texts name them. */
  const names = new Map<string, string>()

  before(async () => {
    w = await cliWorld()
    for (const [as, role] of ROLES.entries()) names.set(w.accounts[as]!.address, role)
    for (const [name, address] of [
      ['TUSD', w.token],
      ['factory', w.factory],
      ['directory', w.operators],
    ] as const)
      names.set(address, name)
    names.set(w.directory, 'folder')
    names.set(w.rpc.replace('http://', ''), 'endpoint')
    if (process.env['GOLDEN'] === 'write') await mkdir(FOLDER, { recursive: true })
  })
  after(() => w.stop())

  /** A result without what differs from run to run. */
  function plain({ code, out, err }: Result): string {
    let text = `exit code ${code}\n--- stdout\n${out}--- stderr\n${err}`
    for (const [long, name] of names) {
      text = text.replace(new RegExp(long.replaceAll(/[.[\]]/g, '\\$&'), 'gi'), `<${name}>`)
    }
    return (
      text
        .replace(/evidence-\w{6}/g, 'evidence')
        .replace(/\bbaf[a-z2-7]{50,}/g, '<cid>')
        .replace(/0x[0-9a-f]{64}/gi, '<hash>')
        .replace(/\b[0-9a-f]{64}\b/gi, '<digest>')
        .replace(/0x[0-9a-f]{40}\b/gi, '<address>')
        .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?( UTC|Z)?/g, '<moment>')
        .replace(/\d{4}-\d\d-\d\d/g, '<day>')
        // A second more or less is a day more or less.
        .replace(/<moment>, in \d+ days?/g, '<moment>, in <n> days')
        .replace(/in block \d+, [\d,]+ gas/g, 'in block <n>, <n> gas')
        .replace(/about [\d,]+ at most [\d.]+ gwei each: [\d.]+ of/g, 'about <n> at most <n> gwei each: <n> of')
        .replace(/^( *)(block|after) \d+$/gm, '$1$2 <n>')
    )
  }

  async function golden(name: string, result: Result): Promise<void> {
    const text = plain(result)
    const file = new URL(`${name}.txt`, FOLDER)
    if (process.env['GOLDEN'] === 'write') await writeFile(file, text)
    expect(text, `${name}: GOLDEN=write writes it anew`).to.equal(await readFile(file, 'utf8'))
  }

  async function says(name: string, as: number, ...args: string[]): Promise<Result> {
    const result = await w.lodestone(as, ...args)
    await golden(name, result)
    return result
  }
  const later = async (seconds: number) => {
    await w.test.increaseTime({ seconds })
    await w.test.mine({ blocks: 1 })
  }
  /** The first text like this that a command printed. */
  const printed = ({ out }: Result, pattern: RegExp): string => {
    const found = pattern.exec(out)?.[1]
    if (found === undefined) throw new Error(`not printed: ${pattern}\n${out}`)
    return found
  }

  it('before anything is on the chain: check, explain, create, size', async () => {
    const outcome = await w.write('outcome.json', { ...OUTCOME, breakClause: 'A thing comes undone.' })
    const sheet = await w.write('sheet.json', { ...UNITS_SHEET, decimals: 6 })
    const people = await w.write('names.json', {
      TUSD: w.token,
      member: w.accounts[MEMBER]!.address,
      arbiter: w.accounts[ARBITER]!.address,
    })
    const documents = [outcome, sheet, '--names', people]
    const offline = (command: string) => w.bare({}, 'outcome', command, ...documents, '--now', '2026-01-01')
    await golden('outcome-check', await offline('check'))
    await golden('outcome-explain', await offline('explain'))
    await says('outcome-create-dry', FUNDER, 'outcome', 'create', ...documents, '--dry-run')
    const created = await says('outcome-create', FUNDER, 'outcome', 'create', ...documents)
    escrow = printed(created, /Escrow (0x[0-9a-fA-F]{40}) created/) as Address
    names.set(escrow, 'escrow')
    await says('outcome-verify', STRANGER, 'outcome', 'verify', escrow, ...documents)
    const purse = ['size', 'purse', '--probability', '.1', '--cost', '1000000', '--success', '.8']
    await golden('size-purse', await w.bare({}, ...purse))
    await golden('size-panel', await w.bare({}, 'size', 'panel', '--error', '.1', '--alive', '.9'))
  })

  it('money in: status, pledge, list, portfolio, operator', async () => {
    await says('status-pledging', STRANGER, 'status', escrow)
    await says('pledge-dry', FUNDER, 'pledge', escrow, '1,000 TUSD', '--dry-run')
    await says('pledge', FUNDER, 'pledge', escrow, '1,000 TUSD')
    await says('pledge-nothing', FUNDER, 'pledge', escrow, '0')
    await says('status-binding', STRANGER, 'status', escrow)
    await says('list', STRANGER, 'list')
    await says('portfolio', FUNDER, 'portfolio')
    await says('operator-show-none', STRANGER, 'operator', 'show', w.accounts[MEMBER]!.address)
    await says('operator-accept', MEMBER, 'operator', 'accept', escrow)
  })

  it('the judging: claim, observe, challenge, rule, settle, status', async () => {
    const evidence = await evidenceFolder(w, [MEMBER, ARBITER], 'Thirty things are done.')
    const claimed = await says('claim', SOLVER, 'claim', escrow, ...evidence)
    const key = printed(claimed, /[Cc]laim (0x[0-9a-f]{64})/)
    names.set(key, 'claim')
    await says('status-observing', STRANGER, 'status', escrow)
    await says('settle-too-early', STRANGER, 'settle', escrow)
    const report = await w.write('report.md', 'Counted.')
    const observe = ['observe', escrow, key, '--measurement', '50', '--report', report]
    await says('observe-stranger', STRANGER, ...observe)
    await says('observe-dry', MEMBER, ...observe, '--dry-run')
    await says('observe', MEMBER, ...observe)
    await says('challenge', STRANGER, 'challenge', escrow, key, '--grounds', 'Ten were counted twice.')
    await says('status-challenged', STRANGER, 'status', escrow)
    await says('rule', ARBITER, 'rule', escrow, key, '--measurement', '40', '--grounds', 'So they were.')
    await says('settle-dry', STRANGER, 'settle', escrow, '--dry-run')
    await says('settle', STRANGER, 'settle', escrow)
    await says('status-settled', STRANGER, 'status', escrow)
  })

  it('money out: collect, release, refund, audit', async () => {
    await says('collect', SOLVER, 'collect', escrow)
    await says('collect-again', SOLVER, 'collect', escrow)
    await says('refund-too-early', FUNDER, 'refund', escrow)
    await later(400 * DAY)
    await says('settle-at-the-end', STRANGER, 'settle', escrow)
    await says('refund', FUNDER, 'refund', escrow)
    await says('status-closed', STRANGER, 'status', escrow)
    await says('audit', STRANGER, 'audit')
    const { hash } = await w.client.getBlock()
    await says('audit-proved', STRANGER, 'audit', escrow, '--block-hash', hash, '--history')
  })
})
