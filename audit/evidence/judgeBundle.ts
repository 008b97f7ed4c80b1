import { isAddressEqual, type Address, type Hex } from 'viem'
import { InputError, type Fault } from '../../sdk/errors/InputError.ts'
import { checkFiling } from '../../sdk/evidence/checkFiling.ts'
import { cidInName } from '../../sdk/evidence/cid.ts'
import { commitmentOf, manifestDigest } from '../../sdk/model/evidence.ts'
import type { Finding, Note } from '../finding.ts'
import type { ClaimState } from '../model/state.ts'
import { auditedAt, type Audited } from './audited.ts'
import type { Bundle } from './openBundle.ts'
import type { Found } from './walk.ts'

/** What was found of a bundle. */
export interface CheckedBundle {
  /** Within the folder of evidence, with forward slashes. */
  file: string
  /** The claims whose commitment it reproduces; two where a claim and a break claim have the same. */
  claims: readonly Hex[]
  escrow?: Address
  /** Digest of its manifest, where that could be read. */
  manifest?: Hex
  /** Undefined where nobody could look into it, or nothing on record can be compared with it. */
  fine: boolean | undefined
}

/**
 * Compares a bundle with the filed claims: it is fine where its content is as its manifest says, and manifest and salt reproduce the
 * commitment of a claim. Of a claim that is not audited nothing is known: a remark.
 */
export function judgeBundle(found: Found, bundle: Bundle, escrows: readonly Audited[], note: Note): CheckedBundle {
  const file = found.name
  const { opened, closed, faults } = bundle
  if (closed) {
    // A bundle names its claim by its content identifier alone, which others can encrypt anew.
    return { file, claims: [], fine: undefined }
  }
  const audited = opened === undefined ? guessed(found, bundle, escrows) : auditedAt(escrows, opened.manifest.escrow)
  const where = audited === undefined ? {} : { escrow: audited.subject.escrow }
  if (opened === undefined) {
    note(broken(file, audited, faults))
    return { file, claims: [], ...where, fine: false }
  }
  const manifest = manifestDigest(opened.manifest)
  const claims = audited === undefined ? [] : claimsOf(audited, bundle, manifest)
  const checked = { file, claims: claims.map(({ key }) => key), ...where, manifest }
  if (faults.length > 0) {
    note(broken(file, audited, faults, claims[0]))
    return { ...checked, fine: false }
  }
  if (claims.length > 0) return { ...checked, fine: true }
  const wanted = audited && candidates(audited, found, bundle)
  if (audited === undefined || wanted === undefined || wanted.length === 0) {
    const of = audited === undefined ? 'an escrow that is not audited' : 'a solver who has filed nothing here'
    note(remark(audited, `The bundle ${file} is of ${of}: nothing on record can be compared with it.`))
    return { ...checked, fine: undefined }
  }
  const { subject } = audited
  const [claim] = wanted
  const filed = claim && { ...claim, chainId: subject.chainId, escrow: subject.escrow, claim: claim.key }
  const wrong = filed && wanted.length === 1 ? checkFiling(opened.manifest, opened.salt, filed) : []
  const said = bundle.claim === undefined || bundle.claim.chainId === subject.chainId ? [] : [otherChain(bundle.claim)]
  const one = wanted.length === 1 ? claim : undefined
  const commitment = commitmentFor(audited, bundle, manifest)
  note({
    ...broken(file, audited, [...said, ...wrong], one),
    what: `The bundle ${file} reproduces the commitment of no claim that ${opened.manifest.solver} filed.`,
    expected: wanted.map((filedClaim) => filedClaim.commitment).join(' or '),
    actual: [commitment, ...[...said, ...wrong].map(lineOf)].join('; '),
  })
  return { ...checked, fine: false }
}

/** The claims whose commitment manifest and salt reproduce. */
function claimsOf(audited: Audited, bundle: Bundle, manifest: Hex): ClaimState[] {
  const solver = bundle.opened?.manifest.solver
  const commitment = commitmentFor(audited, bundle, manifest)
  if (solver === undefined || commitment === undefined) return []
  return [...audited.state.claims.values()].filter(
    (claim) => claim.commitment.toLowerCase() === commitment && isAddressEqual(claim.solver, solver),
  )
}

function commitmentFor({ subject }: Audited, { opened }: Bundle, digest: Hex): Hex | undefined {
  if (opened === undefined) return undefined
  const { chainId, escrow } = subject
  return commitmentOf({ chainId, escrow, solver: opened.manifest.solver, manifestDigest: digest, salt: opened.salt })
}

/** Claims that the bundle should be of: the one that its folder or its name says, else all of its solver. */
function candidates({ state }: Audited, found: Found, { claim, opened }: Bundle): ClaimState[] {
  const all = [...state.claims.values()]
  const cid = cidInName(found.name)
  const named = all.filter(({ key, uri }) => key === claim?.key || (cid !== undefined && cidInName(uri) === cid))
  if (named.length > 0) return named
  return all.filter(({ solver }) => opened !== undefined && isAddressEqual(solver, opened.manifest.solver))
}

/** The escrow of a bundle that does not open, by the claim that its name or folder says. */
function guessed(found: Found, bundle: Bundle, escrows: readonly Audited[]): Audited | undefined {
  return escrows.find((audited) => candidates(audited, found, bundle).length > 0)
}

function broken(file: string, audited: Audited | undefined, faults: readonly Fault[], claim?: ClaimState): Finding {
  const finding = remark(audited, `The bundle ${file} is not what its manifest or its claim file says.`)
  return {
    ...finding,
    grade: 'broken promise',
    ...(claim === undefined ? {} : { subject: claim.key, place: claim.filed }),
    expected: 'every byte as the manifest says',
    actual: faults.map(lineOf).join('; '),
  }
}

function remark(audited: Audited | undefined, what: string): Finding {
  const escrow = audited === undefined ? {} : { escrow: audited.subject.escrow }
  return { grade: 'remark', rule: 'evidence', ...escrow, what }
}

function otherChain({ chainId }: { chainId: number }): Fault {
  return { path: 'chainId', value: `${chainId}`, message: 'is the chain of its claim file' }
}

/** A fault as an InputError writes it, on one line. */
function lineOf(fault: Fault): string {
  return new InputError('', [fault]).message.split('\n').slice(1).join(' ').replace(/^ *- /, '')
}
