/**
 * How fast the page is: `web.ts [--escrows 1000] [--pledges 10000]`. Lighthouse on a throttled phone, what a first visit loads, and how long
 * the page takes to answer a visitor, with many commitments and one with very many pledges. Writes bench/web/figures.json.
 */
import { writeFile } from 'node:fs/promises'
import process from 'node:process'
import { parseArgs } from 'node:util'
import lighthouse from 'lighthouse'
import type { Browser } from 'playwright-core'
import type { Address } from 'viem'
import { freePort } from './oracle/node.ts'
import { startAuditNode } from './audit/node.ts'
import { openBrowser } from './web/browser.ts'
import { buildPageChain } from './web/build.ts'
import { timeInteractions, type Interaction } from './web/interactions.ts'
import { servePage } from './web/serve.ts'

const { values } = parseArgs({
  options: { escrows: { type: 'string', default: '1000' }, pledges: { type: 'string', default: '10000' } },
})
/** What is asked for: bytes of a first visit, milliseconds of an interaction, Lighthouse's scores, milliseconds until interactive. */
const TARGETS = { bytes: 250_000, interaction: 100, performance: 95, accessibility: 100, interactive: 2_000 }
const NOBODY: Address = '0x00000000000000000000000000000000000000d1'

const node = await startAuditNode()
try {
  const chain = await buildPageChain(node, Number(values.escrows), Number(values.pledges))
  const { factory, implementation } = chain
  const origin = { factory, implementation, router: NOBODY, directory: NOBODY, block: 0, compiler: '0.8.37' }
  const site = await servePage(node.url, { chainId: 31337, ...origin })
  const port = await freePort()
  const browser = await openBrowser([`--remote-debugging-port=${port}`])
  try {
    const pool = chain.escrows.at(-1) ?? NOBODY
    const views = { explore: '/#/', outcome: `/#/escrow/${pool}`, pledge: `/#/escrow/${pool}/pledge` }
    const scores: Record<string, Scores> = {}
    for (const [name, path] of Object.entries(views)) scores[name] = await judge(site.url + path, port)
    const figures = {
      escrows: chain.escrows.length,
      pledges: chain.pledges,
      firstVisit: await firstVisit(browser, `${site.url}/#/`),
      scores,
      interactions: await interact(browser, site.url, pool),
    }
    await writeFile(new URL('web/figures.json', import.meta.url), `${JSON.stringify(figures, undefined, 2)}\n`)
    tell(figures)
  } finally {
    await browser.close()
    await site.close()
  }
} finally {
  await node.stop()
}

interface Scores {
  performance: number
  accessibility: number
  /** Milliseconds, by Lighthouse's simulated slow phone. */
  interactive: number
}

async function judge(url: string, port: number): Promise<Scores> {
  const result = await lighthouse(url, { port, onlyCategories: ['performance', 'accessibility'], logLevel: 'error' })
  const { categories, audits } = result?.lhr ?? {}
  const score = (name: string): number => Math.round((categories?.[name]?.score ?? 0) * 100)
  const interactive = Math.round(audits?.['interactive']?.numericValue ?? Infinity)
  return { performance: score('performance'), accessibility: score('accessibility'), interactive }
}

/** Bytes that a first visit loads, as they come over the line. */
async function firstVisit(browser: Browser, url: string): Promise<number> {
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

async function interact(browser: Browser, url: string, pool: Address): Promise<{ name: string; ms: number }[]> {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
  await page.goto(`${url}/#/`)
  await page.getByRole('searchbox').waitFor()
  const explore: Interaction[] = [
    {
      name: 'explore: type a search',
      act: () => page.getByRole('searchbox').pressSequentially('number 77', { delay: 40 }),
    },
    { name: 'explore: clear it', act: () => page.getByRole('searchbox').fill('') },
    ...Array.from({ length: 8 }, (_, i): Interaction => {
      return {
        name: `explore: show more, ${i + 1}`,
        act: () => page.getByRole('button', { name: 'Show more' }).click(),
      }
    }),
  ]
  const times = await timeInteractions(page, explore)
  await page.goto(`${url}/#/escrow/${pool}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.waitForLoadState('networkidle')
  const more = page.getByRole('button', { name: 'Show more' }).last()
  const outcome: Interaction[] = [
    { name: 'outcome: type a measurement', act: () => typeMeasurement(page) },
    ...Array.from({ length: 8 }, (_, i): Interaction => {
      return { name: `outcome: more pledges, ${i + 1}`, act: () => more.click() }
    }),
  ]
  times.push(...(await timeInteractions(page, outcome)))
  await page.close()
  return times
}

async function typeMeasurement(page: Awaited<ReturnType<Browser['newPage']>>): Promise<void> {
  const slider = page.getByRole('slider').first()
  await slider.focus()
  for (let i = 0; i < 10; i++) await slider.press('ArrowRight')
}

function tell({
  firstVisit: bytes,
  scores,
  interactions,
}: {
  firstVisit: number
  scores: Record<string, Scores>
  interactions: readonly { name: string; ms: number }[]
}): void {
  const missed: string[] = []
  const line = (name: string, value: number, target: number, isGood: boolean): void => {
    console.log(
      `${isGood ? 'ok    ' : 'missed'} ${name}: ${value.toLocaleString('en')} (${target.toLocaleString('en')})`,
    )
    if (!isGood) missed.push(name)
  }
  line('first visit, bytes', bytes, TARGETS.bytes, bytes <= TARGETS.bytes)
  for (const [view, score] of Object.entries(scores)) {
    for (const name of ['performance', 'accessibility'] as const)
      line(`${view}: Lighthouse ${name}`, score[name], TARGETS[name], score[name] >= TARGETS[name])
    line(`${view}: interactive, ms`, score.interactive, TARGETS.interactive, score.interactive <= TARGETS.interactive)
  }
  for (const { name, ms } of interactions) line(`${name}, ms`, ms, TARGETS.interaction, ms <= TARGETS.interaction)
  if (missed.length > 0) process.exitCode = 1
}
