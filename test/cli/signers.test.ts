import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { Wallet } from 'ethers'
import type { Address } from 'viem'
import { escrowAbi } from '../../sdk/abi/escrow.ts'
import { cliWorld, escrowByCli, json, evidenceFolder, resultOf, startCli, type CliWorld, type Result } from './cli.ts'
import type { Endpoint } from './proxy.ts'
import { remoteSigner, type Dialect } from './signer.ts'
import { onTerminal } from './terminal.ts'
import { UNIT } from '../sdk/world.ts'

const [FUNDER, SOLVER, MEMBER, ARBITER] = [0, 1, 2, 5] as const

describe('lodestone: who signs, and what is asked before', function () {
  this.timeout(300_000)
  let w: CliWorld
  let escrow: Address
  let signer: Endpoint | undefined

  before(async () => {
    w = await cliWorld()
    escrow = await escrowByCli(w)
  })
  afterEach(async () => {
    await signer?.stop()
    signer = undefined
  })
  after(() => w.stop())

  const faultPaths = ({ code, out, err }: Result): string[] => {
    expect([code, out], err).to.deep.equal([1, ''])
    return (JSON.parse(err) as { faults: { path: string }[] }).faults.map(({ path }) => path)
  }
  const sharesOf = (as: number) =>
    w.client.readContract({
      address: escrow,
      abi: escrowAbi,
      functionName: 'balanceOf',
      args: [w.accounts[as]!.address],
    })
  const by = (...args: string[]) => w.bare({}, ...args, '--json', ...w.settings)

  describe('a remote signer', () => {
    for (const dialect of ['eth', 'clef', 'sending'] as Dialect[]) {
      it(`signs a pledge: ${dialect}`, async () => {
        const before = await sharesOf(SOLVER)
        signer = await remoteSigner([w.keyOf(SOLVER)], dialect, w.rpc)
        json(await by('pledge', escrow, '5 TUSD', '--signer', signer.url))
        expect((await sharesOf(SOLVER)) - before, 'its shares').to.equal(5n * UNIT)
      })
    }

    it('is not believed: what it signs otherwise is refused before it is sent', async () => {
      const changes: [string, object][] = [
        ['recipient', { to: w.accounts[9]!.address }],
        ['nonce', { nonce: '0xff' }],
        ['value', { value: '0x1' }],
        ['chain', { chainId: '0x1' }],
        ['data', { data: '0x' }],
      ]
      for (const [what, change] of changes) {
        const before = await w.client.getTransactionCount({ address: w.accounts[SOLVER]!.address })
        signer = await remoteSigner([w.keyOf(SOLVER)], 'eth', w.rpc, (asked) => ({ ...asked, ...change }))
        expect(faultPaths(await by('pledge', escrow, '5 TUSD', '--signer', signer.url)), what).to.deep.equal([
          '--signer',
        ])
        expect(await w.client.getTransactionCount({ address: w.accounts[SOLVER]!.address }), 'sent').to.equal(before)
        await signer.stop()
      }
      signer = undefined
    })

    it('on another machine is asked only by https', async () => {
      for (const url of ['http://signer.example:8550', 'http://10.0.0.1:8550', 'http://127.0.0.1.example']) {
        expect(faultPaths(await by('pledge', escrow, '5 TUSD', '--signer', url)), url).to.deep.equal(['--signer'])
      }
    })
  })

  describe('keystores', () => {
    const keyFile = () => join(w.directory, 'new.json')

    it('are made, readable by their owner alone, opened by ethers, and never overwritten', async () => {
      const password = await w.write('password', 'correct horse\n')
      const made = json(await w.bare({}, 'key', 'create', keyFile(), '--password-file', password, '--json'))
      expect((await stat(keyFile())).mode & 0o777, 'file mode').to.equal(0o600)
      const opened = await Wallet.fromEncryptedJson(await readFile(keyFile(), 'utf8'), 'correct horse')
      expect(opened.address, 'its address').to.equal(made['address'])
      const { kdfparams } = (JSON.parse(await readFile(keyFile(), 'utf8')) as { crypto: { kdfparams: object } }).crypto
      expect(kdfparams, 'cost of a guess').to.include({ n: 262_144, r: 8, p: 1 })
      const shown = await w.bare({}, 'key', 'show', keyFile(), '--password-file', password)
      expect([shown.out, shown.out.includes(opened.privateKey)]).to.deep.equal([`${opened.address}\n`, false])
      const again = await w.bare({}, 'key', 'create', keyFile(), '--password-file', password, '--json')
      expect(faultPaths(again), 'a second time').to.deep.equal(['file'])
    })

    it('take a key from stdin or a file, never from an argument', async () => {
      const password = await w.write('password', 'correct horse\n')
      const plain = await w.write('plain.key', `${w.keyOf(SOLVER).slice(2)}\n`)
      const target = join(w.directory, 'imported.json')
      const made = json(
        await w.bare({}, 'key', 'import', target, '--key-file', plain, '--password-file', password, '--json'),
      )
      expect(made['address'], 'address of the file').to.equal(w.accounts[SOLVER]!.address)
      const wrong = await w.write('wrong.key', 'f'.repeat(64))
      const refused = await w.bare(
        {},
        'key',
        'import',
        `${target}2`,
        '--key-file',
        wrong,
        '--password-file',
        password,
        '--json',
      )
      expect(faultPaths(refused), 'a number that is no key').to.deep.equal(['--key-file'])
      expect(refused.err, 'repeats nothing').to.not.include('ffff')
      const argument = await w.bare({}, 'key', 'import', `${target}3`, w.keyOf(SOLVER), '--password-file', password)
      expect(argument.code, 'a key as an argument').to.equal(1)
      const signed = await by('pledge', escrow, '5 TUSD', '--keystore', target, '--password-file', password)
      expect(json(signed)['receiver'], 'signs').to.equal(w.accounts[SOLVER]!.address)
    })

    it('ask for the password on the terminal, without showing it', async () => {
      const target = join(w.directory, 'typed.json')
      const answers: [string, string][] = [
        ['New password: ', 'hunter two\n'],
        ['Once more: ', 'hunter two\n'],
      ]
      const made = await onTerminal(['key', 'create', target], {}, answers)
      expect(made.code, made.screen).to.equal(0)
      expect(made.screen, 'what the screen shows').to.not.include('hunter')
      await Wallet.fromEncryptedJson(await readFile(target, 'utf8'), 'hunter two')
      const differing = await onTerminal(['key', 'create', `${target}2`], {}, [answers[0]!, ['Once more: ', 'other\n']])
      expect(differing.code, 'another password the second time').to.equal(1)
    })
  })

  describe('before money moves', () => {
    const pledge = (...more: string[]) => ['pledge', escrow, '7 TUSD', ...w.settings, ...more]
    const environment = () => ({ ...w.environment(FUNDER), LODESTONE_YES: '' })

    it('a person is shown amount, recipient, worst case and cost, and only a yes goes on', async () => {
      const before = await sharesOf(FUNDER)
      for (const answer of ['n\n', '\n', '\u0003', '\u0004', 'yess\n']) {
        const said = await onTerminal(pledge(), environment(), [['[y/N] ', answer]], 200)
        expect(said.code, `${JSON.stringify(answer)}: ${said.screen}`).to.equal(1)
        expect(said.screen).to.include('Nothing was sent.')
      }
      expect(await sharesOf(FUNDER), 'shares after no').to.equal(before)
      const { terms } = json(await w.bare({}, 'status', escrow, '--json', ...w.settings)) as {
        terms: Record<string, string>
      }
      // A claim in the last second takes 1 + 2 + 3 days, its warranty a day, and a break claim the same clocks again.
      const worst = new Date((Number(terms['claimBy']) + 13 * 86_400) * 1000).toISOString().slice(0, 19)
      const said = await onTerminal(pledge(), environment(), [['[y/N] ', 'y\n']], 200)
      expect(said.code, said.screen).to.equal(0)
      for (const shown of ['7 TUSD', w.accounts[FUNDER]!.address, worst, '31337', 'gwei']) {
        expect(said.screen, 'the plan').to.include(shown)
      }
      expect((await sharesOf(FUNDER)) - before, 'shares after yes').to.equal(7n * UNIT)
    })

    it('without a terminal it takes --yes, and a dry run needs none', async () => {
      const run = async (...more: string[]) => resultOf(startCli(environment(), pledge('--json', ...more)))
      expect(faultPaths(await run()), 'neither').to.deep.equal(['--yes'])
      expect(json(await run('--dry-run'))['transaction'], 'a dry run').to.equal(undefined)
      const before = await sharesOf(FUNDER)
      json(await run('--yes'))
      expect((await sharesOf(FUNDER)) - before, 'with --yes').to.equal(7n * UNIT)
    })

    for (const columns of [60, 200]) {
      it(`fits a terminal of ${columns} columns`, async () => {
        const said = await onTerminal(pledge('--dry-run'), environment(), [], columns)
        const tooLong = said.screen.split('\n').filter((line) => line.length > columns && line.trim().includes(' '))
        // A line may be longer only where one word is: an address is 42 characters, a hash 66.
        const breakable = tooLong.filter((line) =>
          line
            .trim()
            .split(/\s+/)
            .every((word) => word.length < columns / 2),
        )
        expect(breakable, said.screen).to.deep.equal([])
      })
    }
  })

  // Ends pledging, so it comes last.
  describe('a remote signer and a member', () => {
    it('signs an observation', async () => {
      const evidence = await evidenceFolder(w, [MEMBER, ARBITER], 'Thirty things are done.')
      json(await w.lodestone(FUNDER, 'pledge', escrow, '200 TUSD', '--json'))
      const { key } = json(await w.lodestone(SOLVER, 'claim', escrow, ...evidence, '--json'))
      const report = await w.write('report.md', 'Counted.')
      signer = await remoteSigner([w.keyOf(FUNDER), w.keyOf(MEMBER)], 'clef', w.rpc)
      const observe = [
        'observe',
        escrow,
        key as string,
        '--measurement',
        '30',
        '--report',
        report,
        '--signer',
        signer.url,
      ]
      expect(faultPaths(await by(...observe)), 'it must be told which account').to.deep.equal(['--account'])
      expect(faultPaths(await by(...observe, '--account', w.accounts[ARBITER]!.address))).to.deep.equal(['--account'])
      const { recorded } = json(await by(...observe, '--account', w.accounts[MEMBER]!.address))
      expect(recorded, 'the observation is valid').to.equal('1')
    })
  })
})
