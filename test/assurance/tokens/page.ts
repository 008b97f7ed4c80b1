/** docs/tokens.md, from the tables. */
import { COLUMNS, HARMS } from './cells.ts'
import type { Cell, Harm, Row } from './cells.ts'
import { MEMBERS } from './members-table.ts'
import { TABLE } from './table.ts'

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`

/** A Markdown table. */
const grid = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')

function shortCell(cell: Cell): string {
  if (cell.outcome === 'works') return 'works'
  const error = cell.error === undefined ? '' : `\`${cell.error}\``
  return cell.outcome === 'refused' ? `refused: ${error}` : `**${cell.harm}**${error && `, ${error}`}`
}

/** The kinds whose row harms by `harm`. */
const harmedBy = (rows: readonly Row[], harm: Harm) =>
  rows
    .filter((row) => Object.values(row.cells).some((cell) => cell.outcome === 'harms' && cell.harm === harm))
    .map((row) => row.label)
    .join('; ')

/** The whole page. */
export function page(table: Record<string, Row> = TABLE): string {
  const rows = Object.values(table)
  const members = Object.values(MEMBERS)
  const harms = (Object.keys(HARMS) as Harm[]).map((harm) => [`**${harm}**`, HARMS[harm], harmedBy(rows, harm)])
  return `# Hostile tokens and members

Written by \`npm run tokens\` from the tables that the tests execute, cell by cell:
[tokens](../test/assurance/tokens/table.ts), [members](../test/assurance/tokens/members-table.ts). \`npm run verify:tokens\` runs these tests
alone. ${rows.length} kinds of tokens times ${COLUMNS.length} entry points are ${rows.length * COLUMNS.length} cells; ${members.length} kinds of members in 3 roles are ${members.length * 3}.

## Tokens

\`pledge\` is the one of the router, the rest are the escrow's and the factory's. A token of the kind *always* behaves so from the start,
and one whole life of an escrow runs through under it: create, pledge, file, observe, challenge, rule, settle, award, break, release,
collect, refund, until nothing is left. A token of the kind *at the call* is honest until that very call and turns then, so that every
cell stands for itself. Beside each runs an escrow of the same factory over a plain token, whose every step must work to the last unit.

- *works*: tokens and books move by exactly what they should, and the escrow is solvent (S1), summed over all who can claim.
- *refused*: the call reverts with this error or reason and changes nothing.
- A word in **bold**: harms only this escrow. The test shows the harm, then that the escrow over the plain token works on, and that the
  docket of this very escrow runs to its end: all claims settled, awarded and released, refunds open.

${grid(['harm', 'what it means', 'done by a token that'], harms)}

Below, \`observe\`, \`rule\`, \`settle\`, \`award\`, \`settleBreaks\` and \`release\` are tested twice: with the token as it is, and with a token
whose code aborts at its first byte. They never call it.

${grid(
  ['a token that', 'behaves so', ...COLUMNS.map((column) => `\`${column}\``)],
  rows.map((row) => [row.label, row.when, ...COLUMNS.map((column) => shortCell(row.cells[column]))]),
)}

## Members

In a batch the hostile member comes first and good observations of the others follow: they are recorded, at bounded gas, the claim is
settled and the payee paid, whatever the member does. Who cannot rule leaves the verdict as it is once the arbiter's clock has run out.

${grid(
  ['a member that is a', 'alone', 'in a batch', 'as arbiter'],
  members.map((row) => [row.label, row.alone, row.inBatch, row.asArbiter]),
)}

## What remains with who chooses the asset

- A bare token that counts in parts and rounds down (stETH) is refused by its own rounding; its wrapper with fixed balances works.
- What a token rebases upwards beyond the books belongs to nobody and stays. What it rebases downwards, whoever leaves last bears.
- A pause does not stop the clocks. Where filing or challenging costs a fee, neither is possible meanwhile; without fees both are.
- An issuer that blocks the escrow's address freezes its money, nobody else's. A blocked account is paid elsewhere; a blocked funder can
  besides sell its shares, which are not the token.
- Shares that are worth nothing cannot be redeemed over a token that reverts on a transfer of 0. Nothing is lost by it.
- A solver who names the escrow itself as payee strands what it is owed, and harms nobody else.
`
}
