/**
 * How fast the page is: `web.ts [--escrows 1000] [--pledges 10000]`. Lighthouse on a throttled phone, what a first visit loads, and how long
 * the page takes to answer a visitor, with many commitments and one with very many pledges. With the sizes of the targets it writes
 * bench/web/figures.json and docs/benchmarks.md. Exit code 1 where a target is missed; the build of the page is `npm run build:web`.
 */
import { readFile, writeFile } from 'node:fs/promises'
import process from 'node:process'
import { parseArgs } from 'node:util'
import lighthouse from 'lighthouse'
import type { Browser } from 'playwright-core'
import type { AuditFigures } from './audit/figures.ts'
import { startAuditNode } from './audit/node.ts'
import { freePort } from './oracle/node.ts'
import { page as benchmarks, type Snapshot } from './table.ts'
import { openBrowser } from './web/browser.ts'
import { buildPageChain } from './web/build.ts'
import { missed, pageTables, type PageFigures, type Score } from './web/figures.ts'
import { servePage } from './web/serve.ts'
import { visitPage } from './web/visit.ts'

const [ESCROWS, PLEDGES] = [1_000, 10_000]
/** How often Lighthouse judges each view: the one in the middle counts. */
const RUNS = 3

const { values } = parseArgs({ options: { escrows: { type: 'string' }, pledges: { type: 'string' } } })
const [escrows, pledges] = [Number(values.escrows ?? ESCROWS), Number(values.pledges ?? PLEDGES)]

const node = await startAuditNode()
try {
  const { deployment, escrows: made } = await buildPageChain(node, escrows, pledges)
  const site = await servePage(node.url, deployment)
  const port = await freePort()
  const browser = await openBrowser([`--remote-debugging-port=${port}`])
  try {
    const pool = made.at(-1) ?? ''
    const views = { explore: '/#/', outcome: `/#/escrow/${pool}`, pledge: `/#/escrow/${pool}/pledge` }
    const scores: Record<string, Score> = {}
    for (const [name, path] of Object.entries(views)) scores[name] = await judge(site.url + path, port)
    const firstVisit = await bytesOf(browser, `${site.url}${views.explore}`)
    const interactions = await visitPage(browser, site.url, pool)
    await tell({ escrows, pledges, firstVisit, scores, interactions })
  } finally {
    await browser.close()
    await site.close()
  }
} finally {
  await node.stop()
}

async function tell(figures: PageFigures): Promise<void> {
  console.log(pageTables(figures).join('\n'))
  console.log(`A first visit loads ${figures.firstVisit} bytes.`)
  if (escrows === ESCROWS && pledges === PLEDGES) {
    const at = (path: string) => new URL(path, import.meta.url)
    const read = async (path: string): Promise<unknown> => JSON.parse(await readFile(at(path), 'utf8'))
    await writeFile(at('web/figures.json'), `${JSON.stringify(figures, undefined, 2)}\n`)
    const [gas, audits] = [
      (await read('snapshot.json')) as Snapshot,
      (await read('audit/figures.json')) as AuditFigures,
    ]
    await writeFile(at('../docs/benchmarks.md'), benchmarks(gas, audits, figures))
  }
  for (const fault of missed(figures)) {
    console.error(fault)
    process.exitCode = 1
  }
}

/** The middle one of several runs, by performance. @throws {Error} when Lighthouse cannot judge the page. */
async function judge(url: string, port: number): Promise<Score> {
  const scores: Score[] = []
  for (let run = 0; run < RUNS; run++) scores.push(await judgeOnce(url, port))
  scores.sort((one, other) => one.performance - other.performance)
  const middle = scores[Math.floor(RUNS / 2)]
  if (middle === undefined) throw new Error('nothing was judged')
  return middle
}

async function judgeOnce(url: string, port: number, triesLeft = 3): Promise<Score> {
  const result = await lighthouse(url, { port, onlyCategories: ['performance', 'accessibility'], logLevel: 'error' })
  const { categories, audits, runtimeError } = result?.lhr ?? {}
  // On a busy machine the browser loses the beginning of a record now and then: nothing was judged then.
  if (runtimeError !== undefined && triesLeft > 0) return judgeOnce(url, port, triesLeft - 1)
  if (runtimeError !== undefined) throw new Error(`Lighthouse could not judge ${url}: ${runtimeError.message}`)
  const score = (name: string): number => Math.round((categories?.[name]?.score ?? 0) * 100)
  const value = (name: string): number => audits?.[name]?.numericValue ?? Infinity
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    firstPicture: Math.round(value('first-contentful-paint')),
    largestPicture: Math.round(value('largest-contentful-paint')),
    interactive: Math.round(value('interactive')),
    shift: Math.round(value('cumulative-layout-shift') * 1_000) / 1_000,
  }
}

/** Bytes that a first visit loads, as they come over the line. */
async function bytesOf(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage()
  const sizes: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    if (/\/v1\//.test(request.url())) return
    sizes.push(
      request.sizes().then(({ responseBodySize, responseHeadersSize }) => responseBodySize + responseHeadersSize),
    )
  })
  await page.goto(url)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForLoadState('networkidle')
  const all = await Promise.all(sizes)
  await page.close()
  return all.reduce((sum, size) => sum + size, 0)
}
