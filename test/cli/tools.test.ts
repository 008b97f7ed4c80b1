import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { Command } from 'commander'
import { InputError } from '../../sdk/errors/InputError.ts'
import { makeProgram } from '../../scripts/program.ts'
import { harmless, harmlessJson } from '../../scripts/support/harmless.ts'
import { layOut } from '../../scripts/support/layout.ts'
import { optionOf, writeCommand } from '../../scripts/support/options.ts'
import { readSettings } from '../../scripts/support/readSettings.ts'
import { openKeystore } from '../../oracle/sign/keystore.ts'
import { settingsTable } from '../../scripts/support/settingsTable.ts'
import { BINARY, resultOf, startCli } from './cli.ts'

/** All commands that do something, with their words. */
function leaves(command: Command, words: string[] = []): [string[], Command][] {
  return command.commands.flatMap((one) => {
    const path = [...words, one.name()]
    return one.commands.length > 0 ? leaves(one, path) : [[path, one] as [string[], Command]]
  })
}

function helpOf(command: Command): string {
  let help = ''
  command.configureOutput({ writeOut: (text) => (help += text) })
  command.outputHelp()
  return help
}

describe('lodestone: settings, help and completion', function () {
  this.timeout(60_000)
  let folder: string
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'lodestone-tools-'))))
  after(() => rm(folder, { recursive: true }))

  const read = async (
    args: string[],
    environment: Record<string, string>,
    file?: object,
  ): Promise<Record<string, unknown>> => {
    const command = writeCommand('do', 'does').argument('[thing]').option('--own <x>').addOption(optionOf('names'))
    const program = new Command('lodestone').addCommand(command.action(() => undefined))
    let config: string[] = []
    if (file !== undefined) {
      const path = join(folder, 'lodestone.json')
      await writeFile(path, JSON.stringify(file))
      config = ['--config', path]
    }
    await program.exitOverride().parseAsync(['do', ...args, ...config], { from: 'user' })
    await readSettings(command, environment)
    return command.opts()
  }
  const faultsOf = async (...given: Parameters<typeof read>): Promise<string[]> => {
    try {
      await read(...given)
    } catch (error) {
      if (error instanceof InputError) return error.faults.map(({ path }) => path)
      throw error
    }
    throw new Error('nothing was refused')
  }

  describe('settings', () => {
    it('a flag beats the environment, that the file, and that the default', async () => {
      const [flag, env, file] = ['http://flag', 'http://env', 'http://file']
      const rpc = async (...given: Parameters<typeof read>) => (await read(...given))['rpc']
      expect(await rpc(['--rpc', flag], { LODESTONE_RPC: env }, { rpc: file })).to.equal(flag)
      expect(await rpc([], { LODESTONE_RPC: env }, { rpc: file })).to.equal(env)
      expect(await rpc([], { LODESTONE_RPC: '' }, { rpc: file })).to.equal(file)
      expect(await rpc([], {})).to.equal('http://127.0.0.1:8545')
    })

    it('numbers and switches are typed, and paths in the file start from its folder', async () => {
      const settings = await read(['--own', 'x'], { LODESTONE_YES: '1' }, { chain: 1, wait: '5', names: 'n.json' })
      expect(settings).to.include({ chain: 1, wait: 5, yes: true, own: 'x', names: join(folder, 'n.json') })
    })

    it('names every fault as it was given', async () => {
      const faults = await faultsOf(['--rpc', 'localhost', '--wait', '-1'], {
        LODESTONE_CHAIN: 'one',
        LODESTONE_ACCOUNT: '0x1',
      })
      expect(faults).to.have.members(['--rpc', '--wait', 'LODESTONE_CHAIN', 'LODESTONE_ACCOUNT'])
      expect(await faultsOf(['--rpc', 'https://me:secret@host'], {}), 'a secret in an address').to.deep.equal(['--rpc'])
    })

    it('a file can neither hold a key, nor say yes, nor have fields that nobody knows', async () => {
      expect(await faultsOf([], {}, { privateKey: `0x${'1'.repeat(64)}`, yes: true, rcp: 'http://x' })).to.have.members(
        ['privateKey', 'yes', 'rcp'],
      )
    })

    it('no secret is repeated in a fault', async () => {
      const messageOf = async (...given: Parameters<typeof read>): Promise<string> =>
        read(...given).then(
          () => '',
          (error: unknown) => (error as Error).message,
        )
      const key = `0x${'1'.repeat(64)}`
      const inFile = await messageOf([], {}, { privateKey: key, chain: 'one' })
      expect(inFile).to.include('privateKey').and.include('"one"').and.not.include(key)
      expect(await messageOf(['--rpc', 'https://me:secret@host'], {}))
        .to.include('--rpc')
        .and.not.include('secret')
      expect(await messageOf(['--rpc', 'localhost'], {})).to.include('"localhost"')
    })

    it('a file that merely lies in the working folder names neither deployment nor journal', async () => {
      const there = process.cwd()
      await writeFile(join(folder, 'lodestone.json'), '{ "deployment": "d.json", "journal": "j", "chain": 5 }')
      const named = ['--config', join(folder, 'lodestone.json')]
      process.chdir(folder)
      try {
        expect(await faultsOf([], {})).to.deep.equal(['deployment', 'journal'])
        expect(await read(named, {})).to.include({ journal: join(folder, 'j'), chain: 5 })
      } finally {
        process.chdir(there)
        await rm(join(folder, 'lodestone.json'))
      }
    })

    it('of two signers the one that was given in the stronger way signs', async () => {
      const both = await read(['--signer', 'http://127.0.0.1:1'], { LODESTONE_KEYSTORE: 'k.json' })
      expect([both['signer'], both['keystore']]).to.deep.equal(['http://127.0.0.1:1', undefined])
      const local = await read([], { LODESTONE_PRIVATE_KEY: '0x1' }, { keystore: 'k.json' })
      expect([local['privateKey'], local['keystore']]).to.deep.equal(['0x1', undefined])
      expect(await faultsOf(['--signer', 'http://127.0.0.1:1', '--keystore', 'k'], {})).to.deep.equal(['signer'])
    })

    it('the same command is the same, however its settings are given', async () => {
      const identity = async (...given: Parameters<typeof read>) => (await read(...given))['intent']
      const one = await identity(['thing', '--own', 'x', '--yes'], {})
      expect(await identity(['--own', 'x', 'thing', '--wait', '9'], { LODESTONE_RPC: 'http://y' })).to.equal(one)
      expect(await identity(['thing', '--own', 'y'], {})).to.not.equal(one)
      expect(await identity(['other', '--own', 'x'], {})).to.not.equal(one)
    })

    it('the table in docs/cli.md is the one in code', async () => {
      const page = await readFile(new URL('../../docs/cli.md', import.meta.url), 'utf8')
      expect(page).to.include(settingsTable().join('\n'))
    })
  })

  describe('help', () => {
    const words = (line: string) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '')

    for (const [path] of leaves(makeProgram())) {
      it(`${path.join(' ')} has a worked example that the parser takes`, async () => {
        const help = helpOf(leaves(makeProgram()).find(([one]) => one.join() === path.join())![1])
        const examples = help.split('\n').filter((line) => line.startsWith('  lodestone '))
        expect(examples, help).to.not.be.empty
        for (const example of examples) {
          const program = makeProgram().exitOverride()
          const reached: string[] = []
          for (const [own, command] of leaves(program)) {
            command.exitOverride().action(() => void reached.push(own.join(' ')))
          }
          const [typed = ''] = example.split(' > ')
          await program.parseAsync(words(typed.trim()).slice(1), { from: 'user' })
          expect(reached, example).to.deep.equal([path.join(' ')])
        }
      })
    }

    it('options that cannot be meant are refused before anything is done', async () => {
      const escrow = `0x${'1'.repeat(40)}`
      const out = join(folder, 'signed.json')
      const observing = ['observe', escrow, `0x${'0'.repeat(64)}`, '--measurement', '1', '--report', BINARY]
      for (const [args, path] of [
        [['watch', escrow, '--every', '9999999999'], 'every'],
        [[...observing, '--out', out, '--dry-run'], '--out'],
      ] as const) {
        const { code, err } = await resultOf(startCli({}, [...args, '--json']))
        expect(code, err).to.equal(1)
        const { faults } = JSON.parse(err) as { faults: { path: string }[] }
        expect(faults.map((fault) => fault.path)).to.deep.equal([path])
      }
    })

    it('an unknown flag, command or subcommand exits with 1 and shows no stack', async () => {
      for (const args of [
        ['pledge', '--nonsense'],
        ['nonsense'],
        ['key', 'nonsense'],
        ['status'],
        ['completion', 'tcsh'],
      ]) {
        const { code, out, err } = await resultOf(startCli({}, args))
        expect([code, out], args.join(' ')).to.deep.equal([1, ''])
        expect(err).to.not.match(/\n\s+at /)
      }
    })

    it('a closed pipe is no fault', async () => {
      const child = spawn('sh', ['-c', `'${process.execPath}' '${BINARY}' completion bash | true`])
      let err = ''
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
      await once(child, 'close')
      expect(err).to.equal('')
    })
  })

  describe('keystores', () => {
    it('that nobody can open are refused by field, without a stack, and before a password is asked for', async () => {
      const sound = { dklen: 32, salt: 'ab'.repeat(32), n: 2, r: 8, p: 1 }
      const open = async (kdf: string, kdfparams: object): Promise<string[]> => {
        const path = join(folder, 'k.json')
        const sealed = { cipher: 'aes-128-ctr', ciphertext: 'ab', cipherparams: { iv: 'ab' }, mac: 'ab' }
        await writeFile(path, JSON.stringify({ version: 3, crypto: { ...sealed, kdf, kdfparams } }))
        try {
          await openKeystore(path, () => Promise.reject(new Error('asked')))
        } catch (error) {
          if (error instanceof InputError) return error.faults.map(({ path: at }) => at)
          return [String(error)]
        }
        throw new Error('it opened')
      }
      expect(await open('scrypt', sound), 'a sound one').to.deep.equal(['Error: asked'])
      for (const [field, value] of [
        ['n', 3],
        ['n', 0],
        ['n', -4],
        ['n', 2 ** 30],
        ['r', 0],
        ['r', 1024],
        ['p', 0],
        ['p', 1000],
        ['salt', 'no hex'],
      ] as const) {
        const paths = await open('scrypt', { ...sound, [field]: value })
        expect(paths, `${field} ${value}`).to.deep.equal([`crypto.kdfparams.${field}`])
      }
      const paths = await open('pbkdf2', { dklen: 32, salt: 'ab', prf: 'hmac-sha256', c: 0 })
      expect(paths).to.deep.equal(['crypto.kdfparams.c'])
    })
  })

  describe('text of others', () => {
    // Clears the screen, rings, hides what follows, is CSI in one character, breaks lines, turns the writing direction.
    const hostile = '\u001b[2J\u0007\u001b[8mTitle\u009b31m\n\r\u2028\u202e\u200b\u{e0041}'
    const shown = '\\u001b[2J\\u0007\\u001b[8mTitle\\u009b31m\\n\\u000d\\u2028\\u202e\\u200b\\udb40\\udc41'

    it('is shown with its control characters escaped, on a terminal and elsewhere', () => {
      expect(harmless(hostile)).to.equal(shown)
      expect(layOut(hostile, { isTTY: false })).to.equal(shown)
      expect(layOut(hostile, { isTTY: true, columns: 200 })).to.equal(shown)
      expect(harmless('Straße, 東京, مرحبا, 1 000 € 😀')).to.equal('Straße, 東京, مرحبا, 1 000 € 😀')
      expect(layOut('\u001b[1mBinding\u001b[22m', { isTTY: false }), 'our own bold').to.include('\u001b[1m')
    })

    it('is the same value in JSON, without a character that a terminal obeys', () => {
      const json = harmlessJson(JSON.stringify({ title: hostile }, undefined, 2))
      expect(JSON.parse(json)).to.deep.equal({ title: hostile })
      expect(json.replaceAll('\n', '')).to.not.match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    })

    it('cannot look like another fault', () => {
      const { message } = new InputError('file', [{ path: 'a\n  - b', value: '', message: 'is wrong' }])
      expect(message.split('\n')).to.have.length(2)
    })
  })

  describe('layout', () => {
    it('wraps behind the label, keeps words whole, and leaves pipes alone', () => {
      const line = `label       one two three four five six seven eight nine ten eleven twelve 0x${'a'.repeat(64)}`
      const wrapped = layOut(line, { isTTY: true, columns: 60 }).split('\n')
      expect(wrapped.length, 'lines').to.equal(3)
      expect(wrapped[1]!.startsWith(' '.repeat(12)), 'indented').to.equal(true)
      expect(wrapped.join(' ').split(/\s+/), 'words').to.deep.equal(line.split(/\s+/))
      expect(layOut(line, { isTTY: false, columns: 60 }), 'a pipe').to.equal(line)
      expect(layOut(line, { isTTY: true, columns: 200 }), 'wide').to.equal(line)
    })
  })

  it('bash completes commands and flags with the script that is printed', async () => {
    const script = await resultOf(startCli({}, ['completion', 'bash']))
    expect(script.code, script.err).to.equal(0)
    const path = join(folder, 'completion.bash')
    await writeFile(path, script.out)
    const ask = async (...typed: string[]) => {
      const set = `COMP_WORDS=(${['lodestone', ...typed].map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${typed.length}`
      const child = spawn('bash', ['--norc', '-c', `source '${path}'; ${set}; _lodestone; echo "\${COMPREPLY[@]}"`])
      let out = ''
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
      await once(child, 'close')
      return out.trim().split(' ')
    }
    expect(await ask('pl')).to.deep.equal(['pledge'])
    expect(await ask('key', '')).to.include.members(['create', 'import', 'show'])
    expect(await ask('key', 'create', '--pass')).to.deep.equal(['--password-file'])
    expect(await ask('refund', '0x12', '--sh')).to.deep.equal(['--shares'])
  })
})
