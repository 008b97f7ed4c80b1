import type { Command } from 'commander'
import { writeCommand, type WriteSettings } from '../support/options.ts'
import { run } from '../support/run.ts'

export function submitCommand(): Command {
  return writeCommand('submit', 'submit observations that members have signed; anybody may')
    .argument('<escrow>', 'address of the escrow')
    .argument('<claim>', 'key of the claim')
    .argument('<files...>', 'signed observations, as `lodestone observe --out` writes them')
    .action((escrow: string, claim: string, files: string[], settings: WriteSettings) =>
      run(settings, async () => {
        const { z } = await import('zod')
        const { observe } = await import('../../sdk/actions/observe.ts')
        const { parseInput } = await import('../../sdk/errors/parseInput.ts')
        const { address, key } = await import('../support/args.ts')
        const { carryOut } = await import('../support/carryOut.ts')
        const { transactionLine } = await import('../support/lines.ts')
        const { readObservations } = await import('../support/readObservations.ts')
        const { counted } = await import('../../sdk/model/words.ts')
        const { openEscrow, openWriter } = await import('../support/session.ts')
        const args = parseInput(z.strictObject({ escrow: address, claim: key }), { escrow, claim }, 'command line')
        const session = await openWriter(settings)
        await openEscrow(session, args.escrow)
        const { chainId } = session.deployment
        const observations = await readObservations(files, { chainId, ...args })
        return carryOut<bigint>(session, {
          plan: (recorded) => ({
            title: `Submit observations of claim ${args.claim} to escrow ${args.escrow}.`,
            rows: [['observations', `${recorded ?? 0n} of ${observations.length} would be recorded`]],
          }),
          act: (writer) => observe(writer, args.escrow, args.claim, observations),
          idle: (recorded) => recorded === 0n,
          report: ({ result = 0n, transaction }) => {
            const verb = transaction === undefined ? 'Would record' : 'Recorded'
            const line =
              result === 0n
                ? 'None would be recorded: they are recorded already, or not validly signed.'
                : `${verb} ${result} of ${counted(observations.length, 'observation')}.`
            return {
              lines: [line, transactionLine({ result, transaction })],
              data: { ...args, recorded: result, transaction },
            }
          },
        })
      }),
    )
}
