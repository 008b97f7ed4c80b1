/** `npm run dev`'s world: every state is there, and a visitor's claim is measured by the operators. */
import { expect } from 'chai'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { createPublicClient, createWalletClient, http, isAddressEqual, type Hex, type PublicClient } from 'viem'
import { hardhat } from 'viem/chains'
import * as z from 'zod'
import { claimRow, claimView, deskRow, escrowRow, escrowView } from '../../indexer/serve/answers.ts'
import { startDev, type Dev } from '../../scripts/dev/startDev.ts'
import { PEOPLE, type Person } from '../../scripts/dev/roles.ts'
import { handIn, pack } from '../../scripts/main-job/evidence.ts'
import { accept } from '../../sdk/actions/accept.ts'
import { challenge } from '../../sdk/actions/challenge.ts'
import { file } from '../../sdk/actions/file.ts'
import { getOperators } from '../../sdk/actions/getOperators.ts'
import { getToken } from '../../sdk/actions/getToken.ts'
import { observe } from '../../sdk/actions/observe.ts'
import { pledge } from '../../sdk/actions/pledge.ts'
import { pledgeNative } from '../../sdk/actions/pledgeNative.ts'
import { signObservation } from '../../sdk/actions/signObservation.ts'
import type { Writer } from '../../sdk/actions/writer.ts'
import { parsePageConfig } from '../../sdk/model/pageConfig.ts'

const list = <S extends z.ZodType>(row: S) => z.object({ rows: z.array(row) })
const USDC = 1_000_000n

describe('the world of npm run dev', () => {
  let folder: string
  let world: Dev
  const said: string[] = []
  before(async function () {
    this.timeout(180_000)
    folder = await mkdtemp(join(tmpdir(), 'lodestone-page-'))
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Lodestone</title>')
    world = await startDev({ page: folder, tell: (line) => said.push(line) })
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
    for (const url of [world.url, world.rpc])
      expect(await fetch(url).catch(() => 'closed'), `${url} is closed`).to.equal('closed')
    for (const path of Object.values(world.identities))
      expect(existsSync(dirname(path)), 'the folder is gone').to.equal(false)
  })

  async function get<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>> {
    const answer = await fetch(`${world.url}/v1${path}`)
    expect(answer.status, path).to.equal(200)
    return schema.parse(await answer.json())
  }
  /** Asks until the answer is as wanted. */
  async function until<S extends z.ZodType>(path: string, schema: S, isSo: (answer: z.output<S>) => boolean) {
    for (;;) {
      const isThere = (await fetch(`${world.url}/v1${path}`)).ok
      const answer = isThere ? await get(path, schema) : undefined
      if (answer !== undefined && isSo(answer)) return answer
      await setTimeout(200)
    }
  }
  const phasesIn = async (letter: 'A' | 'B' | 'C' | 'D') => {
    const { rows } = await get(`/escrows/${world.escrows[letter]}/claims?limit=50`, list(claimRow))
    return rows.map(({ phase, target }) => `${target === null ? '' : 'break '}${phase}`).sort()
  }
  const escrowOf = async (letter: keyof Dev['escrows']) =>
    (await get(`/escrows/${world.escrows[letter]}`, z.object({ escrow: escrowView }))).escrow

  /** Acts as one of the node's accounts, as the page's test wallet does. */
  function as(name: Person): Writer {
    const settings = { chain: hardhat, transport: http(world.rpc), pollingInterval: 50 }
    const client: PublicClient = createPublicClient({ ...settings, cacheTime: 0 })
    return { client, wallet: createWalletClient({ ...settings, account: world.accounts[name]! }) }
  }

  it('should have a commitment in every state', async () => {
    const { rows } = await get('/escrows?limit=50', list(escrowRow))
    const letterOf = (address: string) =>
      Object.entries(world.escrows).find(([, escrow]) => isAddressEqual(escrow, address as Hex))?.[0]
    expect(Object.fromEntries(rows.map(({ address, status }) => [letterOf(address), status]))).to.deep.equal({
      ...{ A: 'Binding', B: 'Binding', C: 'Binding', D: 'Pledging', E: 'Void', F: 'Closed', W: 'Pledging' },
    })
    expect(await phasesIn('A')).to.deep.equal(['Settled', 'break Observing', 'break Settled'])
    expect(await phasesIn('B')).to.deep.equal(['Arbitrating', 'Challenging', 'Decided', 'Observing', 'Settled'])
    expect(await phasesIn('C')).to.deep.equal(['Observing', 'Settled', 'Settled', 'Settled'])
    expect((await escrowOf('A')).held).to.equal(`${10_000_000n * USDC}`)
    const { paid, pledged } = await escrowOf('B')
    expect([paid, pledged], 'partly paid').to.deep.equal([
      `${(8_000_000n * USDC * 5_606n) / 7_000n}`,
      `${8_000_000n * USDC}`,
    ])
    expect((await escrowOf('C')).ranking.map(({ score }) => score)).to.deep.equal(['9615', '9615'])
    expect((await escrowOf('F')).refundable).to.equal(`${450_000n * USDC}`)
    const themes = rows.map(({ theme }) => theme)
    expect(themes.filter((theme) => theme === 'weight security')).to.have.length(2)
  })

  it('should have work for people who judge', async () => {
    const waiting = async (name: Person) =>
      (await get(`/accounts/${world.accounts[name]}/desk`, list(deskRow))).rows.length
    expect(await waiting('panel-5')).to.equal(3)
    expect(await waiting('panel-3')).to.equal(2)
    expect(await waiting('arbiter')).to.equal(1)
  })

  it('should run in real time, on accounts that the node signs for', async () => {
    const { client } = as('Ada')
    const first = await client.getBlock()
    expect(Number(first.timestamp)).to.be.closeTo(Math.floor(Date.now() / 1000), 15)
    while ((await client.getBlock()).number === first.number) await setTimeout(200)
    const node = await fetch(world.rpc, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_accounts', params: [] }),
    })
    expect(node.headers.get('access-control-allow-origin'), 'pages may ask').to.equal('*')
    const { result } = (await node.json()) as { result: string[] }
    const people = Object.keys(PEOPLE).map((name) => world.accounts[name]?.toLowerCase())
    expect(result.slice(0, people.length)).to.deep.equal(people)
    const config = parsePageConfig(await (await fetch(`${world.url}/config.json`)).json())
    expect(config).to.include({ rpc: world.rpc, testWallet: true })
    for (const [name, token] of Object.entries(world.tokens))
      expect((await getToken(client, token)).symbol).to.equal(name)
  })

  it('should measure what a visitor claims, as far as its operators go, and wait for the others', async function () {
    this.timeout(120_000)
    const [escrow, { deployment }] = [world.escrows.D!, world]
    await pledge(as('Dan'), escrow, { amount: 500_000n * USDC })
    await until(
      `/escrows/${escrow}`,
      z.object({ escrow: escrowView }),
      ({ escrow: { status } }) => status === 'Binding',
    )
    const tess = as('Tess')
    const { terms } = await escrowOf('D')
    const judges = await getOperators(tess.client, deployment.directory, [...terms.panel, terms.arbiter] as Hex[])
    const place = { chainId: 31337, escrow, solver: world.accounts['Tess']! }
    const results = { serverMonths: 4_000, month: 'first', egressKilobitsPerSecond: 200, haveCustomersPaid: true }
    const recipients = judges.map(({ encryptionKey }) => encryptionKey)
    const { sealed, commitment } = await pack(place, 'Four thousand server-months', results, recipients)
    const { key } = await file(tess, escrow, { commitment, uri: '' })
    expect(await handIn(judges, place, key, sealed)).to.deep.equal({ taken: 2, refused: 0 })
    const path = `/escrows/${escrow}/claims/${key}`
    const answer = z.object({ claim: claimView })
    const { claim } = await until(path, answer, ({ claim: { observations } }) => observations.length === 2)
    expect([claim.phase, claim.verdict], 'one member is still to come').to.deep.equal(['Observing', '4000'])

    const member = as('panel-3')
    const desk = await get(`/accounts/${world.accounts['panel-3']}/desk`, list(deskRow))
    expect(desk.rows.map((row) => row.claim.key)).to.include(key)
    const observed = { chainId: 31337, escrow, panel: terms.panel as Hex[], claim: key, measurement: 3_900n }
    const signed = await signObservation(member.wallet, { ...observed, report: `0x${'11'.repeat(32)}` })
    await observe(member, escrow, key, [signed])
    await until(path, answer, ({ claim: { phase } }) => phase === 'Challenging')
    await challenge(as('Max'), escrow, key, 'The servers were idle.')
    await until(path, answer, ({ claim: { phase } }) => phase === 'Arbitrating')
  })

  it('should take ether itself where that is pledged, and acceptances', async () => {
    const [escrow, dan] = [world.escrows.W!, as('Dan')]
    const amount = 10n ** 18n
    await pledgeNative(dan, world.deployment.router, [{ escrow, amount }])
    await until(
      `/escrows/${escrow}`,
      z.object({ escrow: escrowView }),
      ({ escrow: { pledged } }) => pledged === `${41n * amount}`,
    )
    await accept(as('panel-3'), world.deployment.directory, escrow)
  })

  it('should have gone well', async () => {
    expect(said).to.deep.equal(['Playing what has happened so far ...'])
    for (const path of Object.values(world.identities))
      expect(await readFile(path, 'utf8')).to.match(/AGE-SECRET-KEY-1/)
  })
})

describe('a part of the world of npm run dev', () => {
  it('should have what was asked for, and no operators', async function () {
    this.timeout(60_000)
    const folder = await mkdtemp(join(tmpdir(), 'lodestone-page-'))
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Lodestone</title>')
    const world = await startDev({ page: folder, only: ['A', 'D'], operators: false })
    try {
      expect(Object.keys(world.escrows)).to.deep.equal(['A', 'D'])
      expect(Object.keys(world.identities)).to.have.length(8)
      const { rows } = list(escrowRow).parse(await (await fetch(`${world.url}/v1/escrows`)).json())
      expect(rows.map(({ status }) => status)).to.have.members(['Binding', 'Pledging'])
    } finally {
      await world.close()
      await rm(folder, { recursive: true })
    }
  })

  it('should leave nothing behind where it cannot start', async function () {
    this.timeout(60_000)
    const taken = await startDev({ page: tmpdir(), only: [], operators: false })
    const port = Number(new URL(taken.url).port)
    const error: unknown = await startDev({ page: tmpdir(), only: [], operators: false, port }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    await taken.close()
    expect(error).to.be.an('error').with.property('code', 'EADDRINUSE')
  })
})
