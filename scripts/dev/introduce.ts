import { relative } from 'node:path'
import process from 'node:process'
import { readOutcome } from '../main-job/outcomes.ts'
import { SCRIPTS, type Letter } from './play.ts'
import { PEOPLE } from './roles.ts'
import type { Dev } from './startDev.ts'

/** Who is who, what there is and where. */
export function introduce({ url, rpc, tokens, accounts, escrows, identities }: Dev): string {
  const people = Object.entries(PEOPLE).map(([name, what]) => `  ${name.padEnd(8)} ${accounts[name] ?? ''}  ${what}`)
  const commitments = Object.entries(escrows).flatMap(([letter, address]) => {
    const { folder, status, shows } = SCRIPTS[letter as Letter]
    return [`  ${letter}  ${address}  ${readOutcome(folder).title}`, `     ${status}: ${shows}`]
  })
  const files = Object.values(identities).map((path) => relative(process.cwd(), path))
  return `
The page            ${url}
Endpoint            ${rpc}, chain 31337
Test dollar         ${tokens.USDC}, 6 decimals, with permit
Wrapped ether       ${tokens.WETH}

The page's test wallet acts as any of these, who have ether, test dollars and wrapped ether:
${people.join('\n')}

Commitments:
${commitments.join('\n')}

Five operators run beside it and measure claims that are filed. To read evidence as a person who judges:
  ${files.join(' ')}
Ctrl+C ends it.`
}
