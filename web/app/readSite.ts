import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { parsePageConfig } from '../../sdk/model/pageConfig.ts'
import { configAhead } from './ahead.ts'
import type { Site } from './site.ts'

/** Reads `config.json` beside the page. @throws {ConnectionError} when it is not there, {InputError} when it is wrong. */
export async function readSite(): Promise<Site> {
  const written = await configAhead().catch((cause: unknown) => {
    throw new ConnectionError('This page cannot read its config.json.', cause, 'Check your connection and reload.')
  })
  if (written === undefined)
    throw new ConnectionError('This page has no config.json.', undefined, 'Tell whoever hosts it.')
  const config = parsePageConfig(written)
  return { ...config, index: config.index ?? new URL(document.baseURI).origin }
}
