/**
 * Writes sdk/abi/*.ts from the compiler's artifacts. `--check` writes nothing and exits 1 when a file is not what the artifacts
 * say, so a changed interface cannot leave an old client behind.
 */
import { readFile, writeFile } from 'node:fs/promises'

const ROOT = new URL('../../', import.meta.url)

/** Contract source (under contracts/) and contract name of each ABI that the SDK carries. */
const CONTRACTS = [
  ['Escrow.sol', 'Escrow'],
  ['EscrowFactory.sol', 'EscrowFactory'],
  ['periphery/PledgeRouter.sol', 'PledgeRouter'],
  ['periphery/OperatorDirectory.sol', 'OperatorDirectory'],
] as const

async function render(source: string, name: string): Promise<string> {
  const artifact = new URL(`artifacts/contracts/${source}/${name}.json`, ROOT)
  const { abi } = JSON.parse(await readFile(artifact, 'utf8')) as { abi: unknown[] }
  const entries = abi.map((entry) => `  ${JSON.stringify(entry)},\n`).join('')
  const constant = `${name.charAt(0).toLowerCase()}${name.slice(1)}Abi`
  return [
    `/** ABI of ${name}. Generated from the artifacts by scripts/tools/abi.ts: do not edit. */`,
    '// prettier-ignore',
    `export const ${constant} = [\n${entries}] as const`,
    '',
  ].join('\n')
}

const check = process.argv.includes('--check')
const stale: string[] = []
for (const [source, name] of CONTRACTS) {
  const path = `sdk/abi/${name.charAt(0).toLowerCase()}${name.slice(1)}.ts`
  const file = new URL(path, ROOT)
  const wanted = await render(source, name)
  const present = await readFile(file, 'utf8').catch(() => '')
  if (present === wanted) continue
  stale.push(path)
  if (!check) await writeFile(file, wanted)
}
if (check && stale.length > 0) {
  console.error(`Not what the artifacts say: ${stale.join(', ')}. Run: node scripts/tools/abi.ts`)
  process.exitCode = 1
} else {
  console.log(stale.length > 0 ? `Wrote ${stale.join(', ')}` : 'The ABIs in sdk/abi are what the artifacts say.')
}
