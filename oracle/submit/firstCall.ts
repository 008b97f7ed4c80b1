import type { Sent, Writer } from '../../sdk/actions/writer.ts'
import { recordingWriter } from '../../sdk/actions/recordingWriter.ts'
import type { Operator } from '../operator.ts'

class Stopped extends Error {}

/**
 * The first transaction that an action of the SDK would send as the account for gas, found by simulation; what comes after it is found
 * in a later round, when this one has been included.
 * @returns undefined where it would send nothing.
 * @throws {RevertError} {ConnectionError} as the action does.
 */
export async function firstCall(
  { chain, gas }: Operator,
  act: (writer: Writer) => Promise<unknown>,
): Promise<Sent | undefined> {
  const { client, wallet } = recordingWriter(chain.client, gas.address)
  let first: Sent | undefined
  const send: NonNullable<Writer['send']> = (call) => {
    first ??= call
    return Promise.reject(new Stopped())
  }
  try {
    await act({ client, wallet, send })
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
  }
  return first
}
