/** A Chromium for tests and measurements: the one that is installed, or else the one that comes as a package. */
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

/** Where systems install one. */
const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
]
/** It talks to nobody but the page's server. */
const QUIET = [
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-dev-shm-usage',
]
/** Where the packaged one is unpacked to, once. */
const UNPACKED = resolve('cache/chromium')

/**
 * Starts a Chromium without a window. `LODESTONE_CHROMIUM` names another one, or says `packaged`.
 * @param args more options of the browser.
 * @throws {Error} where none can be started: a test that needs a browser never passes without.
 */
export async function openBrowser(args: readonly string[] = []): Promise<Browser> {
  const named = process.env['LODESTONE_CHROMIUM'] ?? ''
  const installed = named === '' ? INSTALLED.find((path) => existsSync(path)) : named
  const found = installed === undefined || installed === 'packaged' ? await unpack() : { executablePath: installed }
  return chromium.launch({ ...found, args: [...QUIET, ...args], chromiumSandbox: false })
}

interface Found {
  executablePath: string
  env?: Record<string, string>
}

/** Unpacks the packaged Chromium, with fonts and the libraries that the system may lack. */
async function unpack(): Promise<Found> {
  const usual = process.env['TMPDIR']
  await mkdir(UNPACKED, { recursive: true })
  // The package unpacks to where temporary files go.
  process.env['TMPDIR'] = UNPACKED
  try {
    const { inflate } = await import('@sparticuz/chromium')
    const folder = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..', 'bin')
    const [executablePath, libraries, fonts] = await Promise.all(
      ['chromium.br', 'al2023.tar.br', 'fonts.tar.br'].map((name) => inflate(join(folder, name))),
    )
    if (executablePath === undefined || libraries === undefined || fonts === undefined)
      throw new Error('The packaged Chromium is not whole: install the dependencies again.')
    const { LD_LIBRARY_PATH = '', ...others } = process.env
    const env = {
      ...(others as Record<string, string>),
      LD_LIBRARY_PATH: [LD_LIBRARY_PATH, join(libraries, 'lib')].filter((path) => path !== '').join(':'),
      FONTCONFIG_PATH: fonts,
    }
    return { executablePath, env }
  } finally {
    if (usual === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = usual
  }
}
