/** Writes docs/tokens.md. page.test.ts compares what is committed. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { page } from './page.ts'

writeFileSync(fileURLToPath(new URL('../../../docs/tokens.md', import.meta.url)), page())
console.log('wrote docs/tokens.md')
