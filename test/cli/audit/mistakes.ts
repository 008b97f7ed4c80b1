/** What `lodestone audit` refuses, and how it says so. */
import { join } from 'node:path'
import { expect } from 'chai'
import { freePort } from '../cli.ts'
import { HASH, type AuditWorld } from './world.ts'

/** Tests for a suite that has a world. */
export function auditRefuses(world: () => AuditWorld): void {
  describe('refuses with exit code 1, naming the field and what to do', () => {
    const cases: [string, string[], string][] = [
      ['no address', ['0x12'], 'escrow'],
      ['no hash', ['--block-hash', '0x12'], '--block-hash'],
      ['no block', ['--block', 'newest'], '--block'],
      ['two blocks', ['--block', '3', '--block-hash', HASH], '--block'],
      ['a history without a hash', ['--history'], '--history'],
      ['no URL', ['--witness', 'localhost'], '--witness'],
      ['no slot', ['--balances', 'first'], '--balances'],
      ['an identity for nothing', ['--identity', 'x'], '--identity'],
      ['a port without --watch', ['--serve', '0'], '--serve'],
      ['a pause without --watch', ['--every', '5'], '--every'],
      ['no pause', ['--watch', '--every', '0'], '--every'],
      ['a port that is none', ['--watch', '--serve', '99999'], '--serve'],
      ['a watch of one block', ['--watch', '--block', '3'], '--watch'],
      ['a watch of one hash', ['--watch', '--block-hash', HASH], '--watch'],
      ['a folder of evidence that is not there', ['--evidence', '/no/such/folder'], '--evidence'],
      ['a page in no folder', ['--html', '/no/such/folder/x.html'], '--html'],
      ['a page that is a folder', ['--html', '/tmp'], '--html'],
    ]
    for (const [title, args, path] of cases) {
      it(title, async () => {
        const { w } = world()
        // Nothing is asked: the endpoint is none.
        const { code, out, err } = await w.bare({}, 'audit', ...args, '--rpc', 'http://127.0.0.1:1', '--json')
        expect([code, out], err).to.deep.equal([1, ''])
        const { faults } = JSON.parse(err) as { faults: { path: string; message: string }[] }
        expect(faults.map((fault) => fault.path)).to.deep.equal([path])
        expect(faults[0]!.message).to.match(/write|name|needs|is for|leave|can be|at most/)
      })
    }

    it('a page that cannot be written, before anything is read', async () => {
      const { w, proxy, proxied } = world()
      const { code, err } = await proxied('--html', join(w.deployment, 'x.html'))
      expect([code, proxy.asked.length], err).to.deep.equal([1, 0])
    })

    it('a cache that cannot be made, files that are not there, a chain that is another, in words', async () => {
      const { w, audit } = world()
      for (const [args, words] of [
        [['--cache', join(w.deployment, 'cache')], /cache: .*name another folder/],
        [['--observations', 'no.json'], /no\.json: there is no such file/],
        [['--evidence', w.directory, '--identity', 'no.age'], /no\.age: there is no such file/],
        [['--chain', '5'], /--chain: 5: is expected, but the endpoint serves chain 31337/],
        [['--nonsense'], /unknown option/],
      ] as const) {
        const { code, out, err } = await audit(...args)
        expect([code, out], err).to.deep.equal([1, ''])
        expect(err)
          .to.match(words)
          .and.not.match(/\n\s+at /)
      }
    })
  })

  it('exits with 75 when the endpoint or the witness does not answer, or does not have the block', async () => {
    const { w } = world()
    const dead = `http://127.0.0.1:${await freePort()}`
    for (const [args, words] of [
      [['--rpc', dead], /The chain could not be asked/],
      [['--witness', dead], /The witness does not answer/],
      [['--block-hash', HASH], /does not have block 0x11/],
      [['--block', '99999'], /does not have block 99999/],
    ] as const) {
      const { code, out, err } = await w.bare({}, 'audit', ...w.settings, ...args)
      expect([code, out], err).to.deep.equal([75, ''])
      expect(err)
        .to.match(words)
        .and.match(/try again/i)
        .and.not.match(/\n\s+at /)
    }
  })
}
