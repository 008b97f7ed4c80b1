/** For the tests of `claim`: a chain behind a proxy, an S3, two intakes, an escrow with three members and an arbiter. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { getAbiItem, type Address, type Hex } from 'viem'
import { escrowAbi } from '../../sdk/abi/escrow.ts'
import { makeIdentity } from '../../sdk/evidence/seal.ts'
import { cliWorld, COMMON, type Result } from '../cli/cli.ts'
import { OUTCOME, UNITS_SHEET } from '../sdk/samples.ts'
import { bodyOf, intakeServer, s3Server, S3_SECRET, testServer } from './servers.ts'

const ROOT = join(import.meta.dirname, '../..')
export const [FUNDER, SOLVER, ARBITER] = [0, 1, 5] as const
export const MEMBERS = [2, 3, 4] as const

export interface Call {
  method: string
  params: unknown[]
}

/** A proxy to the chain. The next call of a kind can be left without an answer, before or after the chain has had it. */
async function chainProxy(rpc: string) {
  let held:
    { match: (call: Call) => boolean; first: (() => Promise<unknown>) | undefined; come: () => void } | undefined
  const server = await testServer(async (request, response) => {
    const body = (await bodyOf(request)).toString()
    const holding = held?.match(JSON.parse(body) as Call) === true ? held : undefined
    if (holding !== undefined) {
      held = undefined
      if (holding.first === undefined) return holding.come()
      await holding.first()
    }
    const answer = await fetch(rpc, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
    const text = await answer.text()
    if (holding === undefined) response.end(text)
    else holding.come()
  })
  /** @param first done before the chain gets the call; without it the chain does not get it. */
  const holdCall = (match: (call: Call) => boolean, first?: () => Promise<unknown>) =>
    new Promise<void>((come) => (held = { match, first, come }))
  return { ...server, holdCall }
}

export type EvidenceWorld = Awaited<ReturnType<typeof evidenceWorld>>

/** Nobody has published a key yet. */
export async function evidenceWorld() {
  const w = await cliWorld()
  const chain = await chainProxy(w.rpc)
  const s3 = await s3Server()
  const intakes = [await intakeServer(), await intakeServer()] as const
  const members = Object.fromEntries(MEMBERS.map((as) => [`m${as}`, w.accounts[as]!.address]))
  const names = await w.write('names.json', { TUSD: w.token, arbiter: w.accounts[ARBITER]!.address, ...members })
  const verification = { within: '1 d', panel: Object.keys(members), quorum: 2 }
  const outcome = await w.write('outcome.json', { ...OUTCOME, breakClause: 'A thing comes undone.' })
  const sheet = await w.write('sheet.json', { ...UNITS_SHEET, verification })
  const created = await w.lodestone(FUNDER, 'outcome', 'create', outcome, sheet, '--names', names, '--json')
  const { escrow } = JSON.parse(created.out) as { escrow: Address }
  await w.lodestone(FUNDER, 'pledge', escrow, '1,000 TUSD', '--json')
  const environment = {
    ...COMMON,
    ...w.environment(SOLVER),
    AWS_ACCESS_KEY_ID: 'AKID',
    AWS_SECRET_ACCESS_KEY: S3_SECRET,
    LODESTONE_S3_ENDPOINT: s3.url,
  }
  /** Starts `lodestone` as the solver, in a process of its own, on the chain behind the proxy. */
  const begin = (...args: string[]) => {
    const settings = ['--rpc', chain.url, '--deployment', w.deployment, '--json']
    const child = spawn(process.execPath, [join(ROOT, 'scripts/lodestone.ts'), ...args, ...settings], {
      cwd: ROOT,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
    const ended = once(child, 'close').then(([code]): Result => ({ code: code as number | null, out, err }))
    return { ended, kill: () => child.kill('SIGKILL') }
  }
  return {
    w,
    chain,
    s3,
    intakes,
    escrow,
    begin,
    run: (...args: string[]) => begin(...args).ended,
    claimArgs: (folder: string) => ['claim', escrow, folder, '--storage', 's3://evidence'],
    /** A folder of evidence. */
    evidence: async (name: string, files: Record<string, string> = {}) => {
      const folder = join(w.directory, name)
      await mkdir(folder)
      const all = { 'statement.txt': `Things of ${name}.`, ...files }
      for (const [file, content] of Object.entries(all)) await writeFile(join(folder, file), content)
      return folder
    },
    /** How many claims were filed: with this key, or at all. */
    filed: async (key?: string) => {
      const event = getAbiItem({ abi: escrowAbi, name: 'Filed' })
      const args = key === undefined ? {} : { claim: key as Hex }
      return (await w.client.getLogs({ address: escrow, event, args, fromBlock: 0n })).length
    },
    /** Lets an account publish a fresh key. @returns the file of its identity. */
    publishKey: async (as: number, endpoint: string) => {
      const { identity, recipient } = await makeIdentity()
      await w.publish(as, endpoint, recipient)
      return w.write(`${as}.age`, `${identity}\n`)
    },
    stop: async () => {
      for (const server of [chain, s3, ...intakes]) await server.stop()
      await w.stop()
    },
  }
}

/** The faults that a command named when it refused. */
export function faultsOf(result: Result): { path: string; value: string }[] {
  expect(result.code, result.out + result.err).to.equal(1)
  return (JSON.parse(result.err) as { faults: { path: string; value: string }[] }).faults
}
