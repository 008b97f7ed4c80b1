/** For the tests of `lodestone audit`: a node with an escrow that lived its whole life, and an endpoint over it that can lie. */
import { readFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import Ajv from 'ajv/dist/2020.js'
import { expect } from 'chai'
import type { Address, Hex, RpcLog } from 'viem'
import { makeIdentity } from '../../../sdk/evidence/seal.ts'
import { changedLogs, lyingEndpoint, type Behaviour, type LyingEndpoint } from '../../audit/collect/endpoint.ts'
import { cliWorld, escrowByCli, json, type CliWorld, type Result } from '../cli.ts'

const [FUNDER, SOLVER, MEMBER, STRANGER, , ARBITER] = [0, 1, 2, 3, 4, 5] as const
const DAY = 86_400
/** Of no block. */
export const HASH = `0x${'1'.repeat(64)}`

export interface Report {
  passed: boolean
  anchored: boolean
  statements: { what: string; standing: string }[]
  findings: { grade: string; rule: string; what: string }[]
  escrows: { status: string }[]
}

interface Block {
  number: bigint
  hash: Hex
}

export interface AuditWorld {
  w: CliWorld
  proxy: LyingEndpoint
  escrow: Address
  /** The folder of the claim, the member's identity, and its second observation of the claim. */
  files: { claim: string; identity: string; observation: string }
  /** While the claim is paid and nothing closed. */
  middle: Block
  /** The last block. */
  end: Block
  audit(...args: string[]): Promise<Result>
  /** The same through the proxy. */
  proxied(...args: string[]): Promise<Result>
  /** Leaves the escrow's last event out. */
  forgetting: Behaviour
  stop(): Promise<void>
}

const schema = readFileSync(new URL('../../../schemas/audit-report.json', import.meta.url), 'utf8')

/** Whether a value is a report by the published schema. */
export const isReport = new Ajv.Ajv2020({ strict: true, formats: {} }).compile(JSON.parse(schema) as object)

/** The report that a command printed with --json. */
export function reportOf({ code, out, err }: Result, expected: number): Report {
  expect(code, err + out).to.equal(expected)
  const report: unknown = JSON.parse(out)
  expect(isReport(report), JSON.stringify(isReport.errors)).to.equal(true)
  return report as Report
}

/** One life: pledged, claimed, observed (and signed once more), settled, collected, refunded. */
export async function auditWorld(): Promise<AuditWorld> {
  const w = await cliWorld()
  const proxy = await lyingEndpoint(w.client)
  const later = async (seconds: number) => {
    await w.test.increaseTime({ seconds })
    await w.test.mine({ blocks: 1 })
  }
  const { identity, recipient } = await makeIdentity()
  for (const as of [MEMBER, ARBITER]) await w.publish(as, 'none', recipient)
  const escrow = await escrowByCli(w)
  const run = async (as: number, ...args: string[]) => json(await w.lodestone(as, ...args, '--json'))
  await run(FUNDER, 'pledge', escrow, '1,000 TUSD')
  const folder = join(w.directory, 'evidence')
  await cp(await w.write('list.txt', 'one, two, ...'), join(folder, 'list.txt'))
  const statement = ['--statement', 'Forty things are done.', '--storage', join(w.directory, 'store')]
  const filed = await run(SOLVER, 'claim', escrow, folder, ...statement)
  const claim = filed['key'] as string
  const observation = join(w.directory, 'second.json')
  const report = ['--report', await w.write('report.md', 'Counted.')]
  await run(MEMBER, 'observe', escrow, claim, '--measurement', '41', ...report, '--out', observation)
  await run(MEMBER, 'observe', escrow, claim, '--measurement', '40', ...report)
  await later(3 * DAY)
  await run(STRANGER, 'settle', escrow)
  const middle = await w.client.getBlock()
  await later(60 * DAY)
  await run(STRANGER, 'settle', escrow)
  await run(SOLVER, 'collect', escrow)
  await run(MEMBER, 'collect', escrow)
  await run(FUNDER, 'refund', escrow)
  return {
    w,
    proxy,
    escrow,
    files: { claim: filed['folder'] as string, identity: await w.write('member.age', identity), observation },
    middle,
    end: await w.client.getBlock(),
    audit: (...args) => w.bare({}, 'audit', ...args, ...w.settings),
    proxied: (...args) => w.bare({}, 'audit', ...args, '--rpc', proxy.url, '--deployment', w.deployment),
    forgetting: changedLogs((logs: RpcLog[]) => (logs[0]?.address === escrow.toLowerCase() ? logs.slice(0, -1) : logs)),
    stop: async () => {
      await proxy.stop()
      await w.stop()
    },
  }
}
