import { z } from 'zod'
import { verifySheet } from '../../sdk/actions/verifySheet.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import { parseInput } from '../../sdk/errors/parseInput.ts'
import { addressSchema } from '../../sdk/model/schemas.ts'
import { parseOutcome } from '../../sdk/model/outcome.ts'
import { parseSheet } from '../../sdk/model/sheet.ts'
import { address } from './args.ts'
import type { Settings } from './options.ts'
import { readFiles } from './readDocuments.ts'
import type { Report } from './run.ts'
import { openSession } from './session.ts'

const namesSchema = z.record(z.string(), addressSchema)

/** Whether an escrow is what its documents say. @throws {InputError} with every difference. */
export async function verifyReport(
  settings: Settings,
  named: { escrow: string; outcome: string; sheet: string },
): Promise<Report> {
  const args = parseInput(z.strictObject({ escrow: address }), { escrow: named.escrow }, 'command line')
  const files = await readFiles({ outcome: named.outcome, sheet: named.sheet, names: settings.names })
  const outcome = parseOutcome(files.outcome)
  const sheet = parseSheet(files.sheet)
  const names = parseInput(namesSchema, files.names ?? {}, 'names file')
  const { client, deployment } = await openSession(settings)
  const { faults } = await verifySheet(client, deployment, args.escrow, { sheet, outcome, names })
  if (faults.length > 0) throw new InputError('escrow', faults)
  return {
    lines: [
      `${args.escrow} is an escrow of factory ${deployment.factory}, and its terms are those of the two documents.`,
      `Its address follows from them: nobody can have changed them, and nobody can.`,
    ],
    data: { escrow: args.escrow, factory: deployment.factory, faults: [] },
  }
}
