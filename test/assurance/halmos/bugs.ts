/** The bugs of the escrow that every symbolic test must refute: see run.ts. */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Change } from '../bugs/bug.ts'

const REFUND = 'Math.mulDiv(shares, refundable, pledged, rounding)'
const CHALLENGING = 'block.timestamp <= observingEnd + clocks.challengeWithin'
const ARBITRATING = 'block.timestamp <= challengedAt + clocks.arbitrateWithin'

/** Together they break each property that a symbolic test states. They stay apart: none hides another. */
export const BUGS: readonly Change[] = [
  // V1: one vote too few; a member counts twice; the report is not signed; a ruling above the highest.
  { file: 'parts/Docket.sol', from: ': claim.tally[quorum];', to: ': claim.tally[quorum - 1];' },
  { file: 'Escrow.sol', from: 'o.seat >= members || seats & seatBit != 0', to: 'o.seat >= members' },
  {
    file: 'parts/Panel.sol',
    from: '(OBSERVATION_TYPEHASH, key, member, measurement, report)',
    to: '(OBSERVATION_TYPEHASH, key, member, measurement, key)',
  },
  { file: 'parts/Docket.sol', from: 'measurement > highest)', to: 'measurement / 2 > highest)' },
  { file: 'Escrow.sol', from: 'msg.sender != code.arbiter()', to: 'msg.sender == address(this)' },
  // Each last second is one too early.
  { file: 'Escrow.sol', from: 'block.timestamp > code.pledgeBy() ?', to: 'block.timestamp >= code.pledgeBy() ?' },
  {
    file: 'Escrow.sol',
    from: 'block.timestamp > end) revert ClaimsEnded',
    to: 'block.timestamp >= end) revert ClaimsEnded',
  },
  { file: 'parts/Docket.sol', from: 'block.timestamp <= observingEnd)', to: 'block.timestamp < observingEnd)' },
  { file: 'parts/Docket.sol', from: CHALLENGING, to: CHALLENGING.replace('<=', '<') },
  { file: 'parts/Docket.sol', from: ARBITRATING, to: ARBITRATING.replace('<=', '<') },
  {
    file: 'Escrow.sol',
    from: 'block.timestamp > end) revert WarrantyOver',
    to: 'block.timestamp >= end) revert WarrantyOver',
  },
  // S3: the lower price at a jump. R2: refunds rounded up, withdrawals burn a share less.
  {
    file: 'parts/Curve.sol',
    from: 'curve.length && curve[i].measurement <= m',
    to: 'curve.length && curve[i].measurement < m',
  },
  { file: 'parts/Shares.sol', from: REFUND, to: REFUND.replace('rounding', 'Math.Rounding.Ceil') },
  { file: 'parts/Shares.sol', from: 'refundable), up ? 1 : 0)', to: 'refundable), 0)' },
  // T2: anybody redeems anybody's shares, collects what anybody is owed, and becomes the payee of a claim whose 7 it submits.
  {
    file: 'parts/Shares.sol',
    from: 'super._withdraw(caller, receiver, owner, assets, shares)',
    to: 'super._withdraw(owner, receiver, owner, assets, shares)',
  },
  { file: 'Escrow.sol', from: 'to != account && msg.sender != account', to: 'to == address(this)' },
  {
    file: 'Escrow.sol',
    from: '_recordSeats(claim, seats, members);',
    to: '_recordSeats(claim, seats, members); if (observations[0].measurement == 7) claim.payee = msg.sender;',
  },
]

/** `text` of `file` with the changes to it. Throws if one fits no place or several. */
export function planted(file: string, text: string, changes: readonly Change[]): string {
  return changes
    .filter((change) => change.file === file)
    .reduce((before, { from, to }) => {
      const parts = before.split(from)
      if (parts.length !== 2) throw new Error(`"${from}" is in ${parts.length - 1} places of ${file}, not one`)
      return parts.join(to)
    }, text)
}

/** Writes the core with all bugs to `folder`; its escrow is the contract `PlantedEscrow` in a file of that name. */
export function plant(contracts: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true })
  const files = readdirSync(contracts, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /^(Escrow|Terms|parts\/\w+|interfaces\/IEscrow)\.sol$/.test(file))
  for (const file of files) {
    const text = planted(file, readFileSync(join(contracts, file), 'utf8'), BUGS)
    const path = join(folder, file.replace(/^Escrow/, 'PlantedEscrow'))
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text.replace('contract Escrow is', 'contract PlantedEscrow is'))
  }
}
