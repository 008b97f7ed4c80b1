/** `npm run screenshots`: pictures of every view in docs/screenshots, from the development world, as a visitor of that role has it. */
import { mkdir, rm } from 'node:fs/promises'
import * as z from 'zod'
import { accountOf, type Person } from '../../scripts/dev/roles.ts'
import { devWorld, endWorld, settled, visit } from './support/world.ts'

const FOLDER = new URL('../../docs/screenshots/', import.meta.url)
const SIZES = [
  { name: 'wide', width: 1440, colorScheme: 'light' },
  { name: 'phone', width: 360, colorScheme: 'dark' },
] as const
const rowsSchema = z.object({ rows: z.array(z.object({ key: z.string(), phase: z.string() })) })

interface Shot {
  route: string
  /** Who is connected; undefined = nobody. */
  as?: Person
  /** A button that is pressed first, and the text that comes. */
  press?: [button: string, then: RegExp]
}

const { url, escrows } = await devWorld()
const { A, B, C, D, F } = escrows

async function claimIn(escrow: string | undefined, phase: string): Promise<string> {
  const answer = await fetch(`${url}/v1/escrows/${escrow ?? ''}/claims?target=docket`)
  const found = rowsSchema.parse(await answer.json()).rows.find((row) => row.phase === phase)
  return `/escrow/${escrow ?? ''}/claim/${found?.key ?? ''}`
}

const paid = await claimIn(A, 'Settled')
const SHOTS: Record<string, Shot> = {
  explore: { route: '/' },
  outcome: { route: `/escrow/${B ?? ''}` },
  contest: { route: `/escrow/${C ?? ''}` },
  claim: { route: await claimIn(B, 'Arbitrating') },
  pledge: { route: `/escrow/${D ?? ''}/pledge`, as: 'Dan' },
  'file-claim': { route: `/escrow/${B ?? ''}/claim`, as: 'Sol' },
  'file-break': { route: `${paid}/break`, as: 'Rea' },
  judge: { route: `${await claimIn(B, 'Observing')}/judge`, as: 'panel-3' },
  rule: { route: `${await claimIn(B, 'Arbitrating')}/judge`, as: 'arbiter' },
  desk: { route: '/desk', as: 'panel-3' },
  portfolio: { route: '/portfolio', as: 'Ben' },
  create: { route: '/create', as: 'Ada' },
  operators: { route: '/operators' },
  operator: { route: `/operators/${accountOf('panel-3').address}` },
  audit: { route: `/escrow/${F ?? ''}/audit`, press: ['Run the audit', /PASS/] },
  settings: { route: '/settings' },
}

await rm(FOLDER, { recursive: true, force: true })
await mkdir(FOLDER, { recursive: true })
for (const { name: size, width, colorScheme } of SIZES) {
  for (const [name, { route, as, press }] of Object.entries(SHOTS)) {
    const visitor = await visit(as ?? 'Ada', { viewport: { width, height: 900 }, colorScheme })
    const { page } = visitor
    await visitor.open(route)
    if (as !== undefined) await visitor.connect()
    if (press !== undefined) {
      await page.getByRole('button', { name: press[0] }).click()
      await page.getByText(press[1]).first().waitFor()
    }
    await settled(page)
    // What is off the screen is not drawn until somebody scrolls there.
    await page.evaluate(() => {
      for (const element of document.querySelectorAll<HTMLElement>('main *'))
        element.style.contentVisibility = 'visible'
    })
    await page.screenshot({
      path: new URL(`${name}-${size}.jpg`, FOLDER).pathname,
      type: 'jpeg',
      quality: 60,
      fullPage: true,
    })
    await visitor.close()
    console.log(`${name}-${size}.jpg`)
  }
}
await endWorld()
