import { z } from 'zod'
import { getBareKeys } from '../../sdk/actions/getBareKeys.ts'
import { getUnaccepted } from '../../sdk/actions/getUnaccepted.ts'
import { parseInput } from '../../sdk/errors/parseInput.ts'
import { judgesOf } from '../../sdk/model/judgesOf.ts'
import { address } from './args.ts'
import type { Explainable } from './explainReport.ts'
import type { Settings } from './options.ts'
import { outcomeIfReadable } from './outcomeIfReadable.ts'
import { openEscrow, openSession } from './session.ts'

/** An escrow as it is on the chain: the terms in its code, the document in the log of its creation, and who can judge it. */
export async function readExplained(settings: Settings, escrow: string): Promise<Explainable> {
  const args = parseInput(z.strictObject({ escrow: address }), { escrow }, 'command line')
  const session = await openSession(settings)
  const { client, deployment } = session
  const { terms, token, now } = await openEscrow(session, args.escrow)
  const [outcome, bareKeys, unaccepted] = await Promise.all([
    outcomeIfReadable(session, args.escrow),
    getBareKeys(client, judgesOf(terms)),
    getUnaccepted(client, deployment.directory, args.escrow, terms.panel),
  ])
  return { terms, outcome, facts: { token, now, bareKeys, unaccepted }, escrow: args.escrow }
}
