/** What a transaction failed with, by name, whichever contract threw it. */
import { ethers } from '../../support/escrow.ts'

/** Contracts whose errors can come up. */
const SOURCES = ['Escrow', 'EscrowFactory', 'TermsRules', 'PledgeRouter', 'HostileToken', 'RebasingToken', 'HookActor']

const interfaces = await Promise.all(
  SOURCES.map(async (name) => (await ethers.getContractAt(name, ethers.ZeroAddress)).interface),
)

/** The revert data somewhere inside `error`, however the layers above have wrapped it. */
function dataOf(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > 5) return undefined
  const parts = error as { data?: unknown; error?: unknown; info?: unknown; cause?: unknown }
  if (typeof parts.data === 'string' && parts.data.startsWith('0x')) return parts.data
  return [parts.data, parts.error, parts.info, parts.cause].map((part) => dataOf(part, depth + 1)).find((x) => x)
}

/** Revert data in words: the error's name, the reason where it is a string, the size where it is a bomb. */
export function nameOfError(data: string): string {
  if (data === '0x') return 'no reason'
  const length = ethers.dataLength(data)
  if (length > 10_000) return `${length} bytes`
  for (const abi of interfaces) {
    const parsed = abi.parseError(data)
    if (parsed?.name === 'Error') return String(parsed.args[0])
    if (parsed?.name === 'Panic') return `Panic(${String(parsed.args[0])})`
    if (parsed) return parsed.name
  }
  return `unknown error ${data.slice(0, 10)}`
}

/** Runs `action`; what it failed with, or undefined when it went through. */
export async function failureOf(action: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await action()
    return undefined
  } catch (error) {
    const data = dataOf(error)
    if (data === undefined) throw error
    return nameOfError(data)
  }
}
