/** `claim` and `break`: pack, encrypt, store, file, hand in. Each step is recorded once it is done; a second run goes on from there. */
import { z } from 'zod'
import type { EscrowState } from '../../../sdk/actions/getEscrow.ts'
import { getFiling } from '../../../sdk/actions/getFiling.ts'
import type { OperatorEntry } from '../../../sdk/actions/getOperators.ts'
import { parseInput } from '../../../sdk/errors/parseInput.ts'
import { formatAmount } from '../../../sdk/model/amount.ts'
import { address, key, text } from '../args.ts'
import { agree, markReported } from '../carryOut.ts'
import type { Plan } from '../confirm.ts'
import { journaled } from '../journal/sender.ts'
import { transactionLine } from '../lines.ts'
import type { WriteSettings } from '../options.ts'
import type { Report } from '../run.ts'
import { openEscrow, openWriter } from '../session.ts'
import { expectAccepted } from '../../../sdk/actions/expectAccepted.ts'
import { fileClaim, fileOnce, isFiled } from './fileOnce.ts'
import { handIn, type HandedIn } from './handIn.ts'
import { commitTo, defaultOut, sealTo, type Packing } from './pack.ts'
import { exists } from '../../../oracle/evidence/files.ts'
import { packedFiles, readClaimFile, readManifestFile, writeClaimFile } from './packed.ts'
import { formatBytes } from '../../../sdk/model/bytes.ts'
import { readJudges, readersOf, type RecipientSettings } from './recipients.ts'
import { rehearse } from './rehearse.ts'
import { sealedFile } from './sealed.ts'
import { storageOf } from './storage/storage.ts'
import { counted } from '../../../sdk/model/words.ts'

/** Chains on which everybody is on this machine. */
const LOCAL_CHAINS = [31337, 1337]

/** Exit code of a claim that is filed but has not reached everybody: run it again later. */
const TRY_AGAIN = 75

/** The options of claim and break. */
export interface FilingSettings extends WriteSettings, RecipientSettings {
  out?: string
  statement?: string
  payee?: string
  storage?: string
  uri?: string
}

const schema = z.strictObject({
  escrow: address,
  target: key.optional(),
  payee: address.optional(),
  uri: text.optional(),
  statement: text.optional(),
})

/** Files a claim, or with a target a break claim, with the files of a folder as its evidence. */
export async function fileEvidence(
  named: { escrow: string; target?: string; folder: string },
  settings: FilingSettings,
): Promise<Report> {
  const { escrow, target } = named
  const { payee: payee_, uri, statement } = settings
  const input = parseInput(schema, { escrow, target, payee: payee_, uri, statement }, 'command line')
  const session = await openWriter(settings)
  const { account: solver, deployment, writer, sender } = session
  if (sender === undefined) throw new TypeError('A claim is filed by the account that signs.')
  const state = await openEscrow(session, input.escrow)
  const judges = await readJudges(session, state.terms)
  const storage = await storageOf(settings.storage)
  const out = settings.out ?? defaultOut(named.folder)
  // Who reads is settled once the bundle is packed.
  const isPacked = (await exists(packedFiles(out).claim)) && (await readClaimFile(out)).bundle !== undefined
  const readers = isPacked ? [] : await readersOf(judges, state.terms, settings)
  const packing: Packing = { ...input, folder: named.folder, out, chainId: deployment.chainId, solver }
  const payee = input.payee ?? solver
  if (settings.dryRun === true) return rehearse(writer, packing, payee, readers)

  const begun = await commitTo(packing)
  if (!(await isFiled(writer, state, begun))) {
    // Before hours are spent on a claim that the escrow would refuse, or that nobody wanted to file.
    await expectAccepted(writer, begun, payee)
    await agree(session, sender, {
      plan: () => planOf(packing, state, payee, begun.bundle?.recipients.length ?? readers.length),
      act: (simulating) => fileClaim(simulating, begun, { uri: 'file:///', payee }),
    })
  }
  const { bundle, key: claimed, commitment } = await sealTo(out, named.folder, readers)
  const sealed = sealedFile(packedFiles(out).bundle, bundle)
  let { uri: place } = await readClaimFile(out)
  if (place === undefined) {
    place = input.uri ?? (await storage.put(sealed))
    await writeClaimFile(out, { ...(await readClaimFile(out)), uri: place })
  }
  const transaction = await fileOnce({ ...writer, send: journaled(sender, true) }, state, out, { uri: place, payee })
  const filed = await getFiling(session.client, deployment, input.escrow, claimed)
  const handedIn = await handIn(out, sealed, judgesReading(judges, bundle.recipients))
  if (handedIn.some(({ result }) => result === 'failed')) process.exitCode = TRY_AGAIN
  const { files } = await readManifestFile(packedFiles(out).manifest)
  return {
    lines: [
      `Packed ${counted(files.length, 'file')}, ${formatBytes(bundle.size)} encrypted to ${counted(bundle.recipients.length, 'key')}.`,
      `The bundle is at ${filed.uri}`,
      `Filed claim ${claimed}, payee ${filed.payee}.`,
      ...handedIn.map(handedInLine),
      ...(isOutOfReach(filed.uri, deployment.chainId, handedIn) ? [OUT_OF_REACH] : []),
      `Keep ${out}: without the salt in it nobody can check the evidence.`,
      transaction === undefined
        ? `It was filed before, by transaction ${filed.transaction} in block ${filed.blockNumber}.`
        : transactionLine({ result: claimed, transaction }),
    ],
    data: {
      escrow: input.escrow,
      key: claimed,
      commitment,
      target: input.target,
      payee: filed.payee,
      uri: filed.uri,
      folder: out,
      bundle,
      handedIn,
      transaction: transaction ?? { hash: filed.transaction, blockNumber: filed.blockNumber },
    },
    reported: () => markReported(sender),
  }
}

function planOf(
  { escrow, target, folder }: Packing,
  { terms, token }: EscrowState,
  payee: string,
  readers: number,
): Plan {
  const what = target === undefined ? `a claim with escrow ${escrow}` : `a break claim against claim ${target}`
  return {
    title: `File ${what}, with the files in ${folder} as its evidence.`,
    rows: [
      ['fee', formatAmount(terms.claimFee, token)],
      ['payee', payee],
      ['readers', `${counted(readers, 'key')}, of the panel, the arbiter and whom you added`],
      ['at worst', 'the fee is lost: members who observe get their part whatever they measure'],
    ],
  }
}

/** Whoever cannot read the bundle need not take it in. */
function judgesReading(operators: readonly OperatorEntry[], recipients: readonly { who: string }[]): OperatorEntry[] {
  return operators.filter(({ account }) => recipients.some(({ who }) => who === account))
}

const OUT_OF_REACH =
  'The bundle is in a folder of this machine, where those who take nothing in cannot get it. Send it to them, or use another --storage.'

function isOutOfReach(uri: string, chainId: number, handedIn: readonly HandedIn[]): boolean {
  return uri.startsWith('file:') && !LOCAL_CHAINS.includes(chainId) && handedIn.some(({ result }) => result === 'none')
}

function handedInLine({ account, endpoint, result, reason }: HandedIn): string {
  if (result === 'taken') return `${account} has taken the bundle in.`
  if (result === 'none') return `${account} takes nothing in; it fetches the bundle.`
  return `${account} has not taken the bundle in: ${reason ?? endpoint} Run the same command again.`
}
