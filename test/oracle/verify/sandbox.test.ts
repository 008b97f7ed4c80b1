/** Verifier programs that misbehave. Where bubblewrap does not run, each shows instead that the verifier is refused; that is said below. */
import { execFileSync } from 'node:child_process'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect } from 'chai'
import { VerifierError } from '../../../oracle/verifiers/VerifierError.ts'
import { openCommand, type CommandConfig } from '../../../oracle/verifiers/command.ts'
import { earlierFolder, requireSandbox } from '../../../oracle/verifiers/sandbox.ts'
import type { EarlierEvidence, VerifierInput, VerifierResult } from '../../../oracle/verifiers/verifier.ts'
import * as f from './fixtures.ts'

const NODE = process.execPath
const EARLIER = f.hashOf('an earlier claim')
/** The program only repeats it; the rest of the input is of no matter here. */
const INPUT = JSON.parse('{"notes":"x"}') as VerifierInput
const good = (notes: string) => `echo '{"measurement":"1","sideConditions":[],"notes":"'${notes}'"}'`

/** Runs a command verifier over a folder of evidence. */
async function run(config: CommandConfig, folder: string, earlier: EarlierEvidence[] = []): Promise<VerifierResult> {
  const { verify } = await openCommand(config, new AbortController().signal)
  return verify(INPUT, { folder, earlier })
}

/** How a verifier failed. */
async function faultOf(config: CommandConfig, folder: string): Promise<VerifierError> {
  try {
    await run(config, folder)
  } catch (error) {
    if (error instanceof VerifierError) return error
    throw error
  }
  throw new Error('There was a result.')
}

describe('oracle: verifier programs in the sandbox', () => {
  let works = true
  let evidence: string
  before(async () => {
    try {
      await requireSandbox()
    } catch {
      works = false
      console.log('      bubblewrap does not run here: THE SANDBOX WAS NOT TESTED, only that verifiers are refused.')
    }
    evidence = await f.folder()
    await mkdir(join(evidence, 'files'))
    await writeFile(join(evidence, 'files', 'things.csv'), 'things,1000\n')
  })
  after(f.clean)

  /** A test of a script in the sandbox; without one, that it is refused. */
  const sandboxed = (title: string, script: string, test: (config: CommandConfig) => Promise<void>, change = {}) =>
    it(title, async () => {
      const config = (await f.shell(script, change)) as CommandConfig
      if (works) await test(config)
      else expect((await faultOf(config, evidence)).fault, 'refused').to.equal('no sandbox')
    })
  sandboxed(
    'shows the evidence of earlier claims under their keys, read only',
    `if echo x > ${earlierFolder(EARLIER)}/x; then exit 1; fi; ${good(`$(cat ${earlierFolder(EARLIER)}/files/things.csv)`)}`,
    async (config) => {
      const result = await run(config, await f.folder(), [{ claim: EARLIER, folder: evidence }])
      expect(result.notes, 'notes').to.equal('things,1000')
    },
  )
  const says = (title: string, script: string, notes: string, change = {}) =>
    sandboxed(
      title,
      script,
      async (config) => {
        const result = await run(config, evidence)
        expect(result.notes, 'what it found').to.equal(notes)
      },
      change,
    )
  const fails = (title: string, fault: VerifierError['fault'], script: string, change = {}) =>
    sandboxed(
      title,
      script,
      async (config) => {
        expect((await faultOf(config, evidence)).fault, 'fault').to.equal(fault)
      },
      change,
    )

  says('reads the evidence', `read -r x < /evidence/files/things.csv; ${good('$x')}`, 'things,1000')
  says('reads its input to the end', `x=$(cat); ${good("$(echo $x | tr -d '\"{}' )")}`, 'evidence:/evidence,notes:x')
  says('cannot write the evidence', `echo x 2>/dev/null > /evidence/files/things.csv; ${good('$?')}`, '2')
  says(
    'cannot add to the evidence',
    `(echo x > /evidence/more) 2>/dev/null && x=written; ${good('${x:-refused}')}`,
    'refused',
  )
  says('cannot read /etc/passwd', `test -e /etc/passwd && x=seen; ${good('${x:-refused}')}`, 'refused')
  says(
    'cannot read the folders of the service',
    `test -e ${import.meta.dirname} && x=seen; ${good('${x:-refused}')}`,
    'refused',
  )
  says(
    'has nothing of the environment',
    `x=$(env | cut -d= -f1 | sort | tr '\\n' ,); ${good('$x')}`,
    'HOME,LC_ALL,PATH,PWD,TZ,',
  )
  says(
    'has no capability',
    `x=$(grep CapEff /proc/self/status | tr -d ' \\t'); ${good('$x')}`,
    'CapEff:0000000000000000',
  )
  says('is not root', good('$(id -u)'), '65534')
  says('sees no other process', `x=$(ls /proc | grep -c '^[0-9]'); test $x -lt 9 && ${good('few')}`, 'few')
  for (const where of ['/', '/dev', '/usr', '/proc']) {
    says(
      `cannot fill ${where}`,
      `(head -c 1000 /dev/zero > ${where}/x) 2>/dev/null && x=written; ${good('${x:-refused}')}`,
      'refused',
    )
  }
  for (const where of ['/tmp', '/dev/shm']) {
    says(
      `fills ${where} up to its limit only`,
      `for i in 1 2 3 4 5 6; do head -c 8000000 /dev/zero > ${where}/$i; done 2>/dev/null
x=$(du -sm ${where} | cut -f1); test $x -le 33 && test $x -ge 16 && ${good('limited')}`,
      'limited',
      { limits: { seconds: 30, megabytes: 32 } },
    )
  }
  fails('is ended when it hangs', 'timeout', 'sleep 600', { limits: { seconds: 1 } })
  fails('is ended when it ignores signals and hangs', 'timeout', "trap '' TERM INT HUP; while :; do :; done", {
    limits: { seconds: 1 },
  })
  fails('exits well without a result', 'no result', 'exit 0')
  fails('exits with another code', 'failed', `${good('x')}; exit 7`)
  fails('is killed', 'failed', 'kill -9 $$')
  fails('prints no JSON', 'nonsense', 'echo twelve')
  fails('prints two results', 'nonsense', `${good('x')}; ${good('y')}`)
  fails('prints a gigabyte', 'too much output', 'head -c 1000000000 /dev/zero')
  fails('prints without end', 'too much output', 'yes')
  fails(
    'takes more memory than it may',
    'too much memory',
    `exec ${NODE} -e 'const a=[];setInterval(()=>a.push(Buffer.alloc(5e6,1)),5)'`,
    {
      limits: { seconds: 60, megabytes: 200 },
      readable: [NODE],
    },
  )
  fails(
    'takes more memory than it may in many processes',
    'too much memory',
    `for i in 1 2 3 4; do ${NODE} -e 'const a=Buffer.alloc(6e7,1);setInterval(()=>a,1000)' & done; wait`,
    {
      limits: { seconds: 60, megabytes: 200 },
      readable: [NODE],
    },
  )
  fails(
    'starts more processes than it may',
    'too many processes',
    'i=0; while test $i -lt 40; do sleep 600 & i=$((i+1)); done; wait',
    {
      limits: { seconds: 60, processes: 20 },
    },
  )

  sandboxed(
    'leaves nothing running: a grandchild in a session of its own',
    'setsid sleep 7654321 > /dev/null 2>&1 & sleep 1',
    async (config) => {
      expect((await faultOf(config, evidence)).fault, 'fault').to.equal('no result')
      expect(running('sleep 7654321'), 'still running').to.equal(0)
    },
  )
  sandboxed(
    'is not waited for by a grandchild that holds its output',
    `(setsid sleep 7654322 &) ; ${good('x')}`,
    async (config) => {
      expect((await run(config, evidence)).notes, 'result').to.equal('x')
      expect(running('sleep 7654322'), 'still running').to.equal(0)
    },
  )
  sandboxed(
    'leaves nothing running after a timeout',
    'setsid sleep 7654323 & sleep 7654323',
    async (config) => {
      expect((await faultOf(config, evidence)).fault, 'fault').to.equal('timeout')
      expect(running('sleep 7654323'), 'still running').to.equal(0)
    },
    { limits: { seconds: 1 } },
  )

  it('would see and write all of that without the sandbox', async () => {
    const script = `test -e /etc/passwd && test -e ${import.meta.dirname} && echo x > ${evidence}/written && ${good('seen')}`
    const config = (await f.shell(script, { sandbox: 'none' })) as CommandConfig
    expect((await run(config, evidence)).notes).to.equal('seen')
  })

  describe('and the network', () => {
    let server: Server
    let asked = 0
    before(async () => {
      server = createServer((_, answer) => {
        asked++
        answer.end('hello')
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    })
    after(() => server.close())

    it('cannot be reached, not even on this machine', async () => {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
      const script = `fetch("${url}").then(()=>"reached",()=>"refused").then(notes=>console.log(JSON.stringify({measurement:"1",sideConditions:[],notes})))`
      const config = (change: object) =>
        f.command([NODE, '-e', script], { limits: { megabytes: 2048 }, ...change }) as CommandConfig
      // It would be, without the sandbox: the test can fail.
      expect((await run(config({ sandbox: 'none' }), evidence)).notes, 'without sandbox').to.equal('reached')
      expect(asked, 'requests').to.equal(1)
      if (works) expect((await run(config({}), evidence)).notes, 'sandboxed').to.equal('refused')
      else expect((await faultOf(config({}), evidence)).fault, 'refused').to.equal('no sandbox')
      expect(asked, 'requests').to.equal(1)
    })
  })

  describe('where bubblewrap is missing or broken', () => {
    const path = process.env['PATH']
    afterEach(() => {
      process.env['PATH'] = path
    })

    it('refuses to run, and says what to do', async () => {
      process.env['PATH'] = await f.folder()
      const config = (await f.shell(good('x'))) as CommandConfig
      const error = await faultOf(config, evidence)
      expect(error.fault).to.equal('no sandbox')
      expect(error.message).to.include('bubblewrap')
    })

    it('refuses to run where it fails', async () => {
      const at = await f.folder()
      await writeFile(join(at, 'bwrap'), '#!/bin/sh\nexit 1\n')
      await chmod(join(at, 'bwrap'), 0o755)
      process.env['PATH'] = `${at}:${path}`
      expect((await faultOf((await f.shell(good('x'))) as CommandConfig, evidence)).fault).to.equal('no sandbox')
    })

    it('runs without where that is configured, and the record says so', async () => {
      const at = await f.folder()
      process.env['PATH'] = `${at}:${path}`
      const config = (await f.shell(good('x'), { sandbox: 'none' })) as CommandConfig
      const { record } = await openCommand(config, new AbortController().signal)
      expect(record.sandbox).to.equal('none')
      expect((await run(config, evidence)).notes).to.equal('x')
    })
  })

  describe('the record', () => {
    it('has the digests of program and files, and changes with each of them', async () => {
      const data = await f.folder()
      await mkdir(join(data, 'deep'))
      await writeFile(join(data, 'deep', 'table'), '1')
      const config = (await f.shell(good('x'), { sandbox: 'none', readable: [data] })) as CommandConfig
      const record = async () => (await openCommand(config, new AbortController().signal)).record
      const first = await record()
      expect(await record(), 'the same').to.deep.equal(first)
      await writeFile(join(data, 'deep', 'table'), '2')
      const second = await record()
      expect(second.readable[0]!.sha256, 'a file').not.to.equal(first.readable[0]!.sha256)
      expect(second.program, 'the program').to.deep.equal(first.program)
      await writeFile(config.command[0]!, '#!/bin/sh\nexit 0\n')
      expect((await record()).program.sha256, 'the program').not.to.equal(first.program.sha256)
    })

    it('needs what is named to be there', async () => {
      for (const change of [
        { readable: ['/nowhere/at/all'] },
        { command: ['no-such-program'] },
        { command: ['./here'] },
      ]) {
        const config = { ...((await f.shell(good('x'), { sandbox: 'none' })) as CommandConfig), ...change }
        expect((await faultOf(config, evidence)).fault, JSON.stringify(change)).to.equal('no program')
      }
    })
  })

  it('keeps the end of what was written to stderr, without what steers a terminal', async () => {
    const script = `head -c 100000 /dev/zero | tr '\\0' x >&2; printf '\\033[31mred \\342\\200\\256end' >&2; exit 1`
    const { said } = await faultOf((await f.shell(script, { sandbox: 'none' })) as CommandConfig, evidence)
    expect(said.endsWith('x [31mred  end'), 'end').to.equal(true)
    expect(said.length, 'length').to.be.lessThan(2049)
  })
})

/** How many processes have these words as their command. */
function running(words: string): number {
  return execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.trim() === words).length
}
