/** A panel of real processes on a real node: each member runs `lodestone oracle run` with a configuration, keys and ports of its own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect } from 'chai'
import { createWalletClient, encodeFunctionData, http, type Address, type Hex } from 'viem'
import { getClaim, type ClaimState } from '../../../sdk/actions/getClaim.ts'
import { getEscrow } from '../../../sdk/actions/getEscrow.ts'
import { makeIdentity } from '../../../sdk/evidence/seal.ts'
import { OUTCOME, UNITS_SHEET } from '../../sdk/samples.ts'
import { mintAbi } from '../../sdk/world.ts'
import { BINARY, cliWorld, COMMON, freePort, json, type CliWorld } from '../../cli/cli.ts'

const [FUNDER, SOLVER, ARBITER] = [0, 1, 5] as const
/** Accounts of the members of the largest panel. */
const MEMBERS = [6, 7, 8, 9, 10, 11, 4] as const
const MONEY = 100_000_000_000_000n

/** How a member behaves. */
export type Kind = 'honest' | 'dead' | 'slow' | 'lying' | 'unreachable'

/** The answer of an honest verifier is what stands in the evidence; the folder's name is in the input. */
const HONEST = `cat "$(sed -n 's/.*"evidence":"\\([^"]*\\)".*/\\1/p')"/files/result.json`
function scriptOf(kind: Kind, lie: object): string {
  if (kind === 'lying') return `echo '${JSON.stringify(lie)}'`
  return kind === 'slow' ? `sleep 3; ${HONEST}` : HONEST
}

/** What the panel judges. */
export interface Judged {
  outcome: object
  sheet: {
    token: string
    pledges: { cap: string }
    verification: { within: string; panel: readonly string[]; quorum: number }
  }
  /** What a lying member's verifier answers. */
  lie: object
  /** Makes the measurement of what the honest members' verifiers answer. */
  statistic?: object
}

const CONDITIONS = [{ name: 'quiet', holds: true }]

/** Five members, quorum three, who count things. */
export const THINGS: Judged = {
  outcome: { ...OUTCOME, breakClause: 'A thing comes undone.' },
  sheet: {
    ...UNITS_SHEET,
    verification: { within: '1 d', panel: [1, 2, 3, 4, 5].map((n) => `panel-${n}`), quorum: 3 },
  },
  lie: { measurement: '100', sideConditions: CONDITIONS },
}

/** Evidence of so many things. */
export function things(count: number): object {
  return { measurement: `${count}`, sideConditions: CONDITIONS }
}

interface Member {
  as: number
  kind: Kind
  config: string
  log: string
  process: ChildProcess | undefined
}

export class Panel {
  readonly w: CliWorld
  readonly escrow: Address
  readonly members: readonly Member[]
  readonly #bundles: ReturnType<typeof createServer>
  #claims = 0

  private constructor(w: CliWorld, escrow: Address, members: Member[], bundles: ReturnType<typeof createServer>) {
    this.w = w
    this.escrow = escrow
    this.members = members
    this.#bundles = bundles
  }

  /** An escrow pledged in full, and a configuration for each member of its panel. */
  static async on(node: 'hardhat' | 'anvil', kinds: readonly Kind[], judged = THINGS): Promise<Panel> {
    const { outcome, sheet, lie, statistic } = judged
    const names = sheet.verification.panel
    const w = await cliWorld(node)
    const sandbox = await hasBubblewrap()
    const members: Member[] = []
    for (const [i, as] of MEMBERS.slice(0, names.length).entries()) {
      const kind = kinds[i] ?? 'honest'
      const folder = join(w.directory, `member-${as}`)
      await mkdir(folder)
      const [port, operate] = [await freePort(), await freePort()]
      const { identity, recipient } = await makeIdentity()
      await writeFile(join(folder, 'member.age'), `${identity}\n`)
      await writeFile(join(folder, 'member.key'), `${w.keyOf(as)}\n`)
      for (const file of ['member.age', 'member.key']) await chmod(join(folder, file), 0o600)
      const signer = { kind: 'local', keyFile: 'member.key' }
      const config = {
        version: 1,
        chain: { rpc: [w.rpc], deployment: w.deployment, confirmations: 0 },
        signer,
        gas: { signer },
        data: 'data',
        evidence: { identities: ['member.age'], mostMegabytes: 10 },
        serve: { port },
        operate: { port: operate },
        verifiers: [
          {
            kind: 'command',
            outcomes: '*',
            command: ['/bin/sh', '-c', scriptOf(kind, lie)],
            ...(statistic === undefined || kind === 'lying' ? {} : { statistic }),
            sandbox: sandbox ? 'bubblewrap' : 'none',
          },
        ],
        submit: { slotSeconds: 2 },
        everySeconds: 1,
      }
      await writeFile(join(folder, 'oracle.json'), JSON.stringify(config, null, 2))
      // Port 9 is nobody's: who is unreachable to its peers, and to solvers, fetches by URI.
      await w.publish(as, kind === 'unreachable' ? 'http://127.0.0.1:9' : `http://127.0.0.1:${port}`, recipient)
      members.push({ as, kind, config: join(folder, 'oracle.json'), log: '', process: undefined })
    }
    await w.publish(ARBITER, 'none', (await makeIdentity()).recipient)
    const token = await tokenOf(w, sheet.token)
    const people = Object.fromEntries(names.map((name, i) => [name, w.accounts[MEMBERS[i]!]!.address]))
    const files = await Promise.all([
      w.write('outcome.json', outcome),
      w.write('sheet.json', sheet),
      w.write('names.json', { [sheet.token]: token, arbiter: w.accounts[ARBITER]!.address, ...people }),
    ])
    const [outcomeFile, sheetFile, namesFile] = files
    const creating = ['outcome', 'create', outcomeFile, sheetFile, '--names', namesFile, '--json']
    const escrow = json(await w.lodestone(FUNDER, ...creating))['escrow'] as Address
    for (const as of MEMBERS.slice(0, names.length)) json(await w.lodestone(as, 'operator', 'accept', escrow, '--json'))
    json(await w.lodestone(FUNDER, 'pledge', escrow, sheet.pledges.cap, '--json'))
    const bundles = createServer((request, response) => {
      readFile(join(w.directory, `${request.url?.slice(1)}.claim`, 'bundle.age')).then(
        (bundle) => response.end(bundle),
        () => response.writeHead(404).end(),
      )
    }).listen(0, '127.0.0.1')
    await once(bundles, 'listening')
    return new Panel(w, escrow, members, bundles)
  }

  /** Starts every member that is not dead, and waits until it says that it runs. */
  async start(): Promise<void> {
    await Promise.all(this.members.filter(({ kind }) => kind !== 'dead').map((member) => this.run(member)))
  }

  async run(member: Member): Promise<void> {
    const child = spawn(process.execPath, [BINARY, 'oracle', 'run', '--config', member.config], {
      env: COMMON,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    member.process = child
    await new Promise<void>((resolve, reject) => {
      const hear = (chunk: Buffer): void => {
        member.log += chunk.toString()
        if (member.log.includes('the service runs')) resolve()
      }
      child.stdout.on('data', hear)
      child.stderr.on('data', hear)
      child.once('exit', (code) => {
        reject(new Error(`a member ended with ${code}: ${member.log}`))
      })
    })
  }

  /** Files a claim with this in its evidence for the verifiers to answer; returns its key. */
  async claim(result: object): Promise<Hex> {
    const name = `claim-${this.#claims++}`
    const folder = join(this.w.directory, name)
    await mkdir(folder)
    await writeFile(join(folder, 'result.json'), JSON.stringify(result))
    await writeFile(join(folder, 'statement.txt'), 'So many things are done.')
    const { port } = this.#bundles.address() as AddressInfo
    const claimed = await this.w.lodestone(
      SOLVER,
      ...['claim', this.escrow, folder, '--uri', `http://127.0.0.1:${port}/${name}`, '--json'],
    )
    // 75: somebody is dead or unreachable, which is how it should be.
    expect([0, 75], claimed.err).to.include(claimed.code)
    // The randomness of a claim is of a block after it.
    await this.w.test.mine({ blocks: 1 })
    return (JSON.parse(claimed.out) as { key: Hex }).key
  }

  async state(key: Hex): Promise<ClaimState> {
    return getClaim(this.w.client, await getEscrow(this.w.client, this.escrow), key)
  }

  /** Waits until so many observations of a claim are on chain. */
  async observed(key: Hex, least: number): Promise<ClaimState> {
    for (;;) {
      const state = await this.state(key)
      if (state.seats.length >= least || state.phase !== 'Observing') return state
      const gone = this.members.find(({ process: child }) => child !== undefined && child.exitCode !== null)
      if (gone !== undefined) throw new Error(`member ${gone.as} ended: ${gone.log}`)
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  }

  async kill(member: Member, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = member.process
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
    child.removeAllListeners('exit')
    child.kill(signal)
    const [code] = (await once(child, 'exit')) as [number | null]
    member.process = undefined
    return code
  }

  async stop(): Promise<void> {
    for (const member of this.members) await this.kill(member, 'SIGKILL')
    this.#bundles.close()
    await this.w.stop()
  }
}

/** A token with this symbol, of which funder and solver have enough. */
async function tokenOf(w: CliWorld, symbol: string): Promise<Address> {
  const token = await w.deploy('mocks/TestToken.sol/TestToken', ['Test Dollar', symbol, 6])
  const minter = createWalletClient({ account: w.accounts[0]!, transport: http(w.rpc) })
  for (const as of [FUNDER, SOLVER]) {
    const data = encodeFunctionData({ abi: mintAbi, functionName: 'mint', args: [w.accounts[as]!.address, MONEY] })
    await w.client.waitForTransactionReceipt({ hash: await minter.sendTransaction({ to: token, data, chain: null }) })
  }
  return token
}

async function hasBubblewrap(): Promise<boolean> {
  const child = spawn('bwrap', ['--unshare-all', '--ro-bind', '/', '/', 'true'], { stdio: 'ignore' })
  const code = await new Promise((resolve) => {
    child.once('exit', resolve)
    child.once('error', () => {
      resolve(undefined)
    })
  })
  return code === 0
}
