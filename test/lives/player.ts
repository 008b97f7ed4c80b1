/** Plays a life through the real binary, each step a process of its own, as a person at a terminal would. */
import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { createWalletClient, encodeFunctionData, erc20Abi, http, type Address } from 'viem'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { escrowAbi } from '../../sdk/abi/escrow.ts'
import { type ExpectedClaim, expectedOf } from '../../scripts/main-job/expected.ts'
import { cliWorld, type CliWorld } from '../cli/cli.ts'
import { mintAbi } from '../sdk/world.ts'
import type { Life } from './lives.ts'

/** Accounts by number. */
const ROLES = [
  'funder',
  'second-funder',
  'solver',
  'breaker',
  'arbiter',
  ...[1, 2, 3, 4, 5, 6, 7].map((n) => `panel-${n}`),
]
const MONEY = 100_000_000_000_000n
const YEAR = 365 * 86_400

interface Terms {
  claimBy: string
  verifyWithin: string
  challengeWithin: string
  arbitrateWithin: string
  warranty: string
}

export class Player {
  readonly #w: CliWorld
  readonly #names: string
  readonly #token: Address

  private constructor(w: CliWorld, names: string, token: Address) {
    this.#w = w
    this.#token = token
    this.#names = names
  }

  /** A chain with everybody on it, who have money and have published keys. */
  static async on(kind: 'hardhat' | 'anvil'): Promise<Player> {
    const w = await cliWorld(kind)
    const accounts = ROLES.map((role, as) => [role, w.accounts[as]!.address] as const)
    const token = await w.deploy('mocks/TestToken.sol/TestToken', ['Test Dollar', 'USDC', 6])
    const minter = createWalletClient({ account: w.accounts[0]!, transport: http(w.rpc) })
    for (const [as, [, account]] of accounts.entries()) {
      const data = encodeFunctionData({ abi: mintAbi, functionName: 'mint', args: [account, MONEY] })
      await w.client.waitForTransactionReceipt({
        hash: await minter.sendTransaction({ to: token, data, chain: null }),
      })
      if (as >= 4) await w.publish(as, 'none', await identityToRecipient(await generateX25519Identity()))
    }
    return new Player(w, await w.write('names.json', { ...Object.fromEntries(accounts), USDC: token }), token)
  }

  stop(): Promise<void> {
    return this.#w.stop()
  }

  async #run(role: string, ...args: string[]): Promise<Record<string, unknown>> {
    const { code, out, err } = await this.#w.lodestone(ROLES.indexOf(role), ...args, '--json')
    expect(code, `${role}: lodestone ${args.join(' ')}: ${err}`).to.equal(0)
    return JSON.parse(out) as Record<string, unknown>
  }

  async #later(seconds: number): Promise<void> {
    await this.#w.test.increaseTime({ seconds })
    await this.#w.test.mine({ blocks: 1 })
  }

  /** Plays from creation to the last refund and compares what everybody paid and got with the independent calculation. */
  async play({ folder, outcome }: Life): Promise<void> {
    const before = await this.#money(undefined)
    const files = ['outcome', 'sheet'].map((name) => `outcomes/${folder}/${name}.json`)
    const created = await this.#run('funder', 'outcome', 'create', ...files, '--names', this.#names)
    const escrow = created['escrow'] as Address
    const terms = created['terms'] as Terms
    for (const [funder, amount] of Object.entries(outcome.pledges)) {
      await this.#run(
        funder,
        'pledge',
        escrow,
        `${amount / 1_000_000n}.${String(amount % 1_000_000n).padStart(6, '0')}`,
      )
    }
    const clocks = Number(terms.challengeWithin) + Number(terms.arbitrateWithin)
    const keys: string[] = []
    for (const one of outcome.claims) {
      keys.push(await this.#claim(escrow, one))
      await this.#later(clocks + 1)
    }
    if (keys.length > 0 && outcome.rule !== 'Contest') await this.#run('breaker', 'settle', escrow)
    for (const [i, { breaks = [] }] of outcome.claims.entries()) {
      for (const one of breaks) {
        await this.#claim(escrow, one, keys[i])
        await this.#later(clocks + 1)
      }
    }
    const { timestamp } = await this.#w.client.getBlock()
    await this.#later(Number(BigInt(terms.claimBy) - timestamp) + 2 * YEAR)
    await this.#run('breaker', 'settle', escrow)
    for (const role of ['solver', 'breaker', 'arbiter', 'second-funder', 'panel-1']) {
      if ((await this.#owed(escrow, role)) > 0n) await this.#run(role, 'collect', escrow)
    }
    for (const funder of Object.keys(outcome.pledges)) await this.#run(funder, 'refund', escrow)
    const status = await this.#run('funder', 'status', escrow)
    expect(status['status'], `${folder}: status`).to.equal(outcome.claims.length > 0 ? 'Closed' : 'Void')
    const after = await this.#money(escrow)
    const { ledger } = expectedOf(outcome)
    for (const role of ROLES) {
      const { paidIn, received } = ledger.get(role) ?? { paidIn: 0n, received: 0n }
      expect(after[role]! - before[role]!, `${folder}: ${role}`).to.equal(received - paidIn)
    }
  }

  /** Files a claim, or a break claim against `target`, and brings it to its verdict. */
  async #claim(escrow: Address, claim: ExpectedClaim, target?: string): Promise<string> {
    const evidence = await mkdtemp(join(this.#w.directory, 'evidence-'))
    await writeFile(join(evidence, 'statement.txt'), 'It is done.\n')
    const store = ['--storage', join(this.#w.directory, 'store')]
    const command = target === undefined ? ['claim', escrow] : ['break', escrow, target]
    const key = (await this.#run(claim.solver, ...command, evidence, ...store))['key'] as string
    if (claim.payee !== claim.solver) {
      await this.#run(claim.solver, 'assign', escrow, key, this.#w.accounts[ROLES.indexOf(claim.payee)]!.address)
    }
    const report = await this.#w.write('report.md', 'Measured.')
    const signed = await Promise.all(
      Object.entries(claim.observed).map(async ([member, measurement]) => {
        const file = `${evidence}-${member}.json`
        await this.#run(
          member,
          'observe',
          escrow,
          key,
          '--measurement',
          `${measurement}`,
          '--report',
          report,
          '--out',
          file,
        )
        return file
      }),
    )
    const { recorded } = await this.#run('breaker', 'submit', escrow, key, ...signed)
    expect(recorded, 'observations recorded').to.equal(String(signed.length))
    await this.#untilObserved(escrow, key)
    if (claim.challenger !== undefined) {
      await this.#run(claim.challenger, 'challenge', escrow, key, '--grounds', 'Measure again.')
      await this.#run('arbiter', 'rule', escrow, key, '--measurement', `${claim.ruling}`, '--grounds', 'Done.')
    }
    return key
  }

  /** Waits for the end of phase Observing, unless all members have observed. */
  async #untilObserved(escrow: Address, key: string): Promise<void> {
    const { phase, until } = await this.#run('breaker', 'status', escrow, key)
    if (phase !== 'Observing') return
    const { timestamp } = await this.#w.client.getBlock()
    await this.#later(Number(BigInt(until as string) - timestamp) + 1)
  }

  #owed(escrow: Address, role: string): Promise<bigint> {
    const args = [this.#w.accounts[ROLES.indexOf(role)]!.address] as const
    return this.#w.client.readContract({ address: escrow, abi: escrowAbi, functionName: 'owed', args })
  }

  /** What everybody has, with what `escrow` owes them. */
  async #money(escrow: Address | undefined): Promise<Record<string, bigint>> {
    const entries = ROLES.map(async (role, as) => {
      const args = [this.#w.accounts[as]!.address] as const
      const read = { abi: erc20Abi, functionName: 'balanceOf', args } as const
      const balance = await this.#w.client.readContract({ address: this.#token, ...read })
      return [role, escrow === undefined ? balance : balance + (await this.#owed(escrow, role))] as const
    })
    return Object.fromEntries(await Promise.all(entries))
  }
}
