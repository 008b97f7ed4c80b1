import { once } from 'node:events'
import { expect } from 'chai'
import type { Address } from 'viem'
import { cliWorld, escrowByCli, json, evidenceFolder, freePort, startCli, type CliWorld } from './cli.ts'
import { forward, rpcServer } from './proxy.ts'
import { onTerminal } from './terminal.ts'

const [FUNDER, SOLVER, MEMBER, ARBITER] = [0, 1, 2, 5] as const

describe('lodestone: status, watch, submit, release', function () {
  this.timeout(300_000)
  let w: CliWorld
  let escrow: Address
  let key: string

  before(async () => {
    w = await cliWorld()
    escrow = await escrowByCli(w)
  })
  after(() => w.stop())

  it('status tells when things end and what can be done now, with commands that can be typed', async () => {
    const told = await w.lodestone(FUNDER, 'status', escrow)
    expect(told.out).to.match(/pledges end +\d{4}-\d\d-\d\d \d\d:\d\d UTC, in (29|30) days/)
    expect(told.out).to.include(`anybody  lodestone pledge ${escrow} "<amount>"`)
    expect(told.out, 'no colour in a pipe').to.not.include('\u001b')
    const typed = ['status', escrow, ...w.settings]
    expect((await onTerminal(typed, {})).screen, 'colour on a terminal').to.include('\u001b[1mPledging')
    expect((await onTerminal([...typed, '--no-color'], {})).screen, '--no-color').to.not.include('\u001b')
    expect((await onTerminal(typed, { NO_COLOR: '1' })).screen, 'NO_COLOR').to.not.include('\u001b')
    for (const columns of [60, 200]) {
      const { screen } = await onTerminal([...typed, '--no-color'], {}, [], columns)
      const tooLong = screen.split('\n').filter((line) => line.trim().includes(' ') && line.length > columns)
      expect(tooLong, `${columns} columns`).to.deep.equal([])
    }
  })

  it('watch prints events as they come, survives an endpoint that fails, and ends where it is told', async () => {
    let failing = false
    const proxy = await rpcServer((call) => {
      if (failing) return Promise.reject(new Error('down'))
      return forward(w.rpc, call)
    })
    const dead = `http://127.0.0.1:${await freePort()}`
    expect((await w.bare({}, 'watch', escrow, '--rpc', dead)).code, 'an endpoint that is not there').to.equal(75)
    const args = ['watch', escrow, '--every', '1', '--until', 'binding', '--json', ...w.settings, '--rpc', proxy.url]
    const child = startCli({}, args)
    let [out, err] = ['', '']
    const told = new Promise<void>((resolve) => {
      child.stderr?.on('data', (chunk: Buffer) => {
        err += chunk.toString()
        if (err.includes('asking again')) resolve()
      })
    })
    const watching = new Promise<void>((resolve) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        out += chunk.toString()
        resolve()
      })
    })
    await watching
    failing = true
    const closed = once(child, 'close')
    const pledged = await w.lodestone(FUNDER, 'pledge', escrow, '300 TUSD')
    expect(pledged.code, pledged.err).to.equal(0)
    const first = await Promise.race([told, closed.then(() => 'it ended')])
    expect(first, 'tells of the failures').to.equal(undefined)
    failing = false
    const [code] = (await closed) as [number]
    await proxy.stop()
    expect(code, err).to.equal(0)
    const kinds = out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { kind: string }).kind)
    expect(kinds[0]).to.equal('Watching')
    expect(kinds).to.include.members(['Deposit', 'Status'])
  })

  it('watch ends with 0 by Ctrl+C', async () => {
    const child = startCli({}, ['watch', escrow, ...w.settings])
    await once(child.stdout!, 'data')
    child.kill('SIGINT')
    const [code] = (await once(child, 'close')) as [number]
    expect(code).to.equal(0)
  })

  it('an observation signed into a file is submitted by somebody else, and only for its claim', async () => {
    const evidence = await evidenceFolder(w, [MEMBER, ARBITER], 'Thirty things are done.')
    key = json(await w.lodestone(SOLVER, 'claim', escrow, ...evidence, '--json'))['key'] as string
    const report = await w.write('report.md', 'Counted.')
    const file = `${w.directory}/observation.json`
    const observe = ['observe', escrow, key, '--measurement', '30', '--report', report, '--out', file, '--json']
    json(await w.lodestone(MEMBER, ...observe))
    expect((await w.lodestone(MEMBER, ...observe)).code, 'a file is never overwritten').to.equal(1)
    const other = await w.lodestone(FUNDER, 'submit', escrow, `0x${'11'.repeat(32)}`, file, '--json')
    expect([other.code, other.err.includes('claim')], 'another claim').to.deep.equal([1, true])
    expect(json(await w.lodestone(FUNDER, 'submit', escrow, key, file, '--json'))['recorded']).to.equal('1')
    const again = await w.lodestone(FUNDER, 'submit', escrow, key, file, '--json')
    expect([again.code, again.err.includes('WrongPhase')], 'once all have observed').to.deep.equal([1, true])
  })

  it('release gives back what a warranty held once it is over', async () => {
    await w.test.increaseTime({ seconds: 3 * 86_400 })
    await w.test.mine({ blocks: 1 })
    json(await w.lodestone(FUNDER, 'settle', escrow, '--json'))
    expect(json(await w.lodestone(FUNDER, 'release', escrow, key, '--json'))['released'], 'too early').to.equal('0')
    await w.test.increaseTime({ seconds: 86_401 })
    await w.test.mine({ blocks: 1 })
    const told = await w.lodestone(FUNDER, 'status', escrow)
    expect(told.out, 'status offers it').to.include(`lodestone release ${escrow} ${key}`)
    expect(json(await w.lodestone(FUNDER, 'release', escrow, key, '--json'))['released']).to.equal('1')
  })
})
