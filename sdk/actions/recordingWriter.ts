import { createWalletClient, custom, type Address, type PublicClient } from 'viem'
import type { Call, Writer } from './writer.ts'

/**
 * A writer whose account makes its transactions elsewhere, such as a Safe: every write simulates as usual, as if the calls before it had
 * been made, and puts its calls into `batch` instead of sending them. `safeBatch` makes a file of them.
 * @param account the account that will make the calls; it need not have a key.
 */
export function recordingWriter(client: PublicClient, account: Address): Writer & { batch: Call[] } {
  // No key: what has to be signed fails, and nothing is ever sent.
  const wallet = createWalletClient({ account, transport: custom({ request: refuse }) })
  return { client, wallet, batch: [] }
}

function refuse(): Promise<never> {
  return Promise.reject(new Error('A recording writer has no key and sends nothing.'))
}
