import { writeFile } from 'node:fs/promises'
import { bytesToHex, isAddressEqual, type Hex } from 'viem'
import { z } from 'zod'
import { file } from '../../sdk/actions/file.ts'
import { fileBreak } from '../../sdk/actions/fileBreak.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import { parseInput } from '../../sdk/errors/parseInput.ts'
import { formatAmount } from '../../sdk/model/amount.ts'
import { claimKey, commitmentOf, manifestDigest, parseManifest } from '../../sdk/model/evidence.ts'
import { address, key, text } from './args.ts'
import { carryOut } from './carryOut.ts'
import { transactionLine } from './lines.ts'
import type { WriteSettings } from './options.ts'
import { readJson, readText } from './readJson.ts'
import type { Report } from './run.ts'
import { openEscrow, openWriter } from './session.ts'

/** The options of claim and break. */
export interface FilingSettings extends WriteSettings {
  uri: string
  payee?: string
  salt?: string
}

const schema = z.strictObject({ escrow: address, target: key.optional(), uri: text, payee: address.optional() })

/** Files a claim, or with a target a break claim, for the manifest in a file. The salt is kept in a file before anything is sent. */
export async function fileClaim(
  named: { escrow: string; target?: string; manifestFile: string },
  settings: FilingSettings,
): Promise<Report> {
  const { escrow, target, uri, payee } = parseInput(
    schema,
    { escrow: named.escrow, target: named.target, uri: settings.uri, payee: settings.payee },
    'command line',
  )
  const manifest = parseManifest(await readJson(named.manifestFile, 'evidence manifest'))
  const session = await openWriter(settings)
  const solver = session.account
  const { terms, token } = await openEscrow(session, escrow)
  const faults = [
    { path: 'escrow', value: manifest.escrow, wanted: escrow },
    { path: 'solver', value: manifest.solver, wanted: solver },
  ].filter((one) => !isAddressEqual(one.value, one.wanted))
  if (faults.length > 0) {
    const asFaults = faults.map(({ path, value, wanted }) => ({
      path,
      value,
      message: `must be ${wanted}; write the manifest for it`,
    }))
    throw new InputError('evidence manifest', asFaults)
  }
  const saltFile = settings.salt ?? `${named.manifestFile}.salt`
  const salt = await saltOf(saltFile, settings.dryRun === true)
  const { chainId } = session.deployment
  const commitment = commitmentOf({ chainId, escrow, solver, manifestDigest: manifestDigest(manifest), salt })
  const filing = { commitment, uri, payee: payee ?? solver }
  const made = claimKey(solver, commitment, target)
  const fee = formatAmount(terms.claimFee, token)
  return carryOut(session, {
    plan: () => ({
      title:
        target === undefined ? `File a claim with escrow ${escrow}.` : `File a break claim against claim ${target}.`,
      rows: [
        ['fee', fee],
        ['payee', filing.payee],
        ['at worst', 'the fee is lost; it goes to the members who observe'],
      ],
    }),
    act: (writer) => (target === undefined ? file(writer, escrow, filing) : fileBreak(writer, escrow, target, filing)),
    report: ({ result, transaction }) => ({
      lines: [
        `${transaction === undefined ? 'Would file' : 'Filed'} claim ${made}, payee ${filing.payee}.`,
        ...(settings.dryRun === true ? [] : [`Keep ${saltFile}: without the salt nobody can check the evidence.`]),
        transactionLine({ result, transaction }),
      ],
      data: { escrow, key: made, commitment, target, payee: filing.payee, saltFile, transaction },
    }),
  })
}

/** The salt in the file, or a fresh one that is written there first. */
async function saltOf(path: string, dryRun: boolean): Promise<Hex> {
  const fresh = bytesToHex(crypto.getRandomValues(new Uint8Array(32)))
  if (dryRun) return fresh
  try {
    await writeFile(path, `${fresh}\n`, { flag: 'wx', mode: 0o600 })
    return fresh
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw new InputError('salt file', [
        { path: '--salt', value: path, message: `cannot be written: ${String(error)}` },
      ])
    }
    return parseInput(key, (await readText(path, 'salt file')).trim(), 'salt file')
  }
}
