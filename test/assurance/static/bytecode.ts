/** Opcodes that the code of our contracts holds, as it is deployed. */
import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { Fault } from '../../../scripts/tools/program.ts'
import type { Finding } from './findings.ts'

const NAMES = new Map([
  [0x31, 'BALANCE'],
  [0x32, 'ORIGIN'],
  [0x40, 'BLOCKHASH'],
  [0x43, 'NUMBER'],
  [0x44, 'PREVRANDAO'],
  [0x47, 'SELFBALANCE'],
  [0x55, 'SSTORE'],
  [0xf0, 'CREATE'],
  [0xf1, 'CALL'],
  [0xf2, 'CALLCODE'],
  [0xf4, 'DELEGATECALL'],
  [0xf5, 'CREATE2'],
  [0xfa, 'STATICCALL'],
  [0xff, 'SELFDESTRUCT'],
])

/** What each contract may not hold. Tokens are asked and sent by CALL and STATICCALL; the rest has no business there. */
export const FORBIDDEN: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'contracts/Escrow.sol',
    [
      'BALANCE',
      'ORIGIN',
      'BLOCKHASH',
      'NUMBER',
      'PREVRANDAO',
      'SELFBALANCE',
      'CREATE',
      'CALLCODE',
      'DELEGATECALL',
      'CREATE2',
      'SELFDESTRUCT',
    ],
  ],
  // It makes clones, and neither writes storage nor calls anybody.
  ['contracts/EscrowFactory.sol', ['ORIGIN', 'SSTORE', 'CALL', 'CALLCODE', 'DELEGATECALL', 'SELFDESTRUCT', 'CREATE']],
  // `multicall` delegates to the router itself.
  ['contracts/periphery/PledgeRouter.sol', ['ORIGIN', 'SSTORE', 'CALLCODE', 'SELFDESTRUCT', 'CREATE', 'CREATE2']],
  ['contracts/periphery/OperatorDirectory.sol', ['ORIGIN', 'CALL', 'CALLCODE', 'DELEGATECALL', 'SELFDESTRUCT']],
])

/** The names of the opcodes above in `code` (hexadecimal, 0x first), data of pushes and the compiler's metadata left out. */
export function opcodes(code: string): Set<string> {
  const bytes = Buffer.from(code.slice(2), 'hex')
  const metadata = bytes.length < 2 ? 0 : bytes.readUInt16BE(bytes.length - 2) + 2
  const found = new Set<string>()
  for (let at = 0; at < bytes.length - metadata; ++at) {
    const opcode = bytes[at] ?? 0
    const name = NAMES.get(opcode)
    if (name !== undefined) found.add(name)
    if (opcode >= 0x60 && opcode <= 0x7f) at += opcode - 0x5f
  }
  return found
}

const Artifact = z.looseObject({ deployedBytecode: z.string().regex(/^0x([0-9a-f]{2})+$/) })

/** Forbidden opcodes in the contracts that `npm run build` made. `codeOf` reads the deployed code of a source file. */
export function forbiddenOpcodes(codeOf = deployedCode): Finding[] {
  return [...FORBIDDEN].flatMap(([file, forbidden]) => {
    const found = opcodes(codeOf(file))
    return forbidden.filter((name) => found.has(name)).map((text) => ({ file, function: '', text }))
  })
}

/** The code of the contract in `file`, from its artifact. */
export function deployedCode(file: string): string {
  const name = /(\w+)\.sol$/.exec(file)?.[1] ?? ''
  const path = `artifacts/${file}/${name}.json`
  if (!existsSync(path)) throw new Fault(`${path} does not exist: run \`npm run build\``)
  return Artifact.parse(JSON.parse(readFileSync(path, 'utf8'))).deployedBytecode
}
