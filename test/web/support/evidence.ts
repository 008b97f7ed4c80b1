/** A claim's evidence on the page: chosen, dropped, prepared. */
import type { Page } from 'playwright-core'

/** A claim as the page calls it, and what it is filed with. */
export interface Evidence {
  /** Files that are chosen, and files that are dropped, by name. */
  chosen: Readonly<Record<string, string>>
  dropped?: Readonly<Record<string, string>>
  statement: string
}

/** Chooses and drops files, states, and lets the page prepare and encrypt; ends when it is kept on the device. */
export async function prepareClaim(page: Page, { chosen, dropped = {}, statement }: Evidence): Promise<void> {
  await page
    .locator('input[data-choose="files"]')
    .setInputFiles(
      Object.entries(chosen).map(([name, content]) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(content) })),
    )
  for (const [name, content] of Object.entries(dropped)) await drop(page, name, content)
  for (const name of [...Object.keys(chosen), ...Object.keys(dropped)])
    await page
      .getByRole('region', { name: '1. Evidence' })
      .getByRole('button', { name: `Remove ${name}` })
      .waitFor()
  await page.getByLabel('Statement').fill(statement)
  await page.getByRole('button', { name: 'Prepare and encrypt' }).click()
  await page.getByRole('heading', { name: 'Save the receipt' }).waitFor()
}

async function drop(page: Page, name: string, content: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([path, text]) => {
      const data = new DataTransfer()
      data.items.add(new File([text], path))
      return data
    },
    [name, content] as const,
  )
  await page.getByText('Drop files or folders here').dispatchEvent('drop', { dataTransfer })
}
