/** `lodestone index run` as people start it, on a node of its own: through a reorganisation, to the end by Ctrl+C. */
import { expect } from 'chai'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { encodeFunctionData, getAddress, type Address } from 'viem'
import * as z from 'zod'
import { startNode, type Node } from '../../bench/oracle/node.ts'
import { operatorRow } from '../../indexer/serve/answers.ts'
import { parseDeployment } from '../../sdk/model/deployment.ts'
import { operatorDirectoryAbi } from '../../sdk/abi/operatorDirectory.ts'

const LODESTONE = fileURLToPath(new URL('../../scripts/lodestone.ts', import.meta.url))
const operators = z.object({
  asOf: z.object({ number: z.int() }),
  rows: z.array(operatorRow),
})

describe('lodestone index run', () => {
  let node: Node
  let folder: string
  let record: string
  const children: ChildProcess[] = []
  // Whatever a test that failed has left.
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
  })
  before(async function () {
    this.timeout(120_000)
    node = await startNode()
    folder = await mkdtemp(join(tmpdir(), 'lodestone-index-'))
    record = join(folder, 'record.json')
    await writeFile(record, JSON.stringify(node.deployment))
  })
  after(async () => {
    await node.stop()
    await rm(folder, { recursive: true })
  })

  function start(
    args: readonly string[],
    deployment = record,
  ): { child: ChildProcess; said: { out: string; error: string } } {
    const settings = ['--rpc', node.rpc, '--deployment', deployment, '--port', '0']
    const child = spawn(process.execPath, [LODESTONE, 'index', 'run', ...settings, ...args], { cwd: folder })
    children.push(child)
    const said = { out: '', error: '' }
    child.stdout.on('data', (text) => (said.out += String(text)))
    child.stderr.on('data', (text) => (said.error += String(text)))
    return { child, said }
  }
  async function ended(child: ChildProcess): Promise<number | null> {
    if (child.exitCode === null) await once(child, 'exit')
    return child.exitCode
  }
  const publish = (as: number, endpoint: string) => {
    const data = encodeFunctionData({ abi: operatorDirectoryAbi, functionName: 'publish', args: [endpoint, 'age1'] })
    return node.send(as, [{ to: node.deployment.directory, data }])
  }

  it('should follow the chain, undo what is gone, and end by Ctrl+C', async function () {
    this.timeout(60_000)
    const { child, said } = start(['--database', join(folder, 'index.sqlite'), '--poll', '50'])
    while (!said.out.includes('\n')) await setTimeout(20)
    const [, url = ''] = /at (http:\/\/127\.0\.0\.1:\d+)\/v1/.exec(said.out) ?? []
    /** What the directory says once the index is at the newest block of the node. */
    const endpoints = async (): Promise<Map<Address, string | null>> => {
      for (;;) {
        const { asOf, rows } = operators.parse(await (await fetch(`${url}/v1/operators`)).json())
        const head = await node.client.getBlock()
        const status = (await (await fetch(`${url}/v1/status`)).json()) as { asOf: { hash: string } }
        if (BigInt(asOf.number) === head.number && status.asOf.hash === head.hash)
          return new Map(rows.map(({ address, endpoint }) => [getAddress(address), endpoint]))
        await setTimeout(20)
      }
    }
    while (((await (await fetch(`${url}/v1/status`)).json()) as { asOf: unknown }).asOf === null) await setTimeout(20)
    const [one, two] = [node.accounts[1]!.address, node.accounts[2]!.address]
    await publish(1, 'https://one.example')
    const snapshot = await node.test.snapshot()
    await publish(1, 'https://other.example')
    await publish(2, 'https://two.example')
    expect(await endpoints()).to.deep.equal(
      new Map(
        [one, two].map((account) => [account, account === one ? 'https://other.example' : 'https://two.example']),
      ),
    )
    await node.test.revert({ id: snapshot })
    await node.test.mine({ blocks: 3 })
    expect(await endpoints()).to.deep.equal(new Map([[one, 'https://one.example']]))
    const metrics = await (await fetch(`${url}/metrics`)).text()
    expect(metrics).to.include('lodestone_index_reorgs_total 1')
    expect((await fetch(`${url}/ready`)).status).to.equal(200)
    child.kill('SIGINT')
    expect(await ended(child), said.error).to.equal(0)
    expect(said.error).to.match(/the chain was reorganised/)
  })

  it('should serve the page, and not give its own endpoint to visitors', async function () {
    this.timeout(60_000)
    const page = join(folder, 'page')
    await mkdir(page)
    await writeFile(join(page, 'index.html'), '<!doctype html><title>Lodestone</title>')
    const names = ['--page', page, '--page-chain', 'Local', '--page-currency', 'ETH']
    const { child, said } = start(['--database', join(folder, 'paged.sqlite'), ...names])
    while (!said.out.includes('\n')) await setTimeout(20)
    const [, url = ''] = /the page is at (http:\/\/127\.0\.0\.1:\d+)\n/.exec(said.out) ?? []
    expect(await (await fetch(url)).text()).to.include('<title>Lodestone</title>')
    const config = await (await fetch(`${url}/config.json`)).text()
    expect(JSON.parse(config)).to.deep.equal({
      chain: 'Local',
      currency: { symbol: 'ETH', decimals: 18 },
      deployment: parseDeployment(node.deployment),
    })
    child.kill('SIGTERM')
    expect(await ended(child), said.error).to.equal(0)
  })

  it('should refuse the database of another deployment, and options that are wrong', async function () {
    this.timeout(60_000)
    const database = join(folder, 'owned.sqlite')
    const first = start(['--database', database])
    while (!first.said.out.includes('\n')) await setTimeout(20)
    first.child.kill('SIGTERM')
    expect(await ended(first.child)).to.equal(0)
    const other = join(folder, 'other.json')
    await writeFile(other, JSON.stringify({ ...node.deployment, factory: node.deployment.router }))
    const second = start(['--database', database], other)
    expect(await ended(second.child)).to.equal(1)
    expect(second.said.error).to.match(/holds the index of chain \d+, factory 0x\w+/)
    const third = start(['--poll', '1', '--confirmations', '-3', '--host', 'everywhere', '--allow-origin', 'page'])
    expect(await ended(third.child)).to.equal(1)
    for (const option of ['--poll', '--confirmations', '--host', '--allow-origin'])
      expect(third.said.error).to.include(`- ${option}`)
  })
})
