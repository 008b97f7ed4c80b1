import type { Command } from 'commander'
import { writeCommand, type WriteSettings } from '../support/options.ts'
import { run } from '../support/run.ts'

interface ObserveSettings extends WriteSettings {
  measurement: string
  report: string
  out?: string
}

export function observeCommand(): Command {
  return writeCommand('observe', 'sign an observation as a member of the panel and submit it')
    .argument('<escrow>', 'address of the escrow')
    .argument('<claim>', 'key of the claim')
    .requiredOption('--measurement <number>', 'what was measured: a whole number, more is better, 0 = nothing achieved')
    .requiredOption('--report <file>', 'the report; its keccak256 is signed with the measurement')
    .option('--out <file>', 'only sign, and write the observation to this file, for somebody else to submit')
    .action((escrow: string, claim: string, settings: ObserveSettings) =>
      run(settings, async () => {
        const { z } = await import('zod')
        const { isAddressEqual, keccak256, stringToHex } = await import('viem')
        const { getClaim } = await import('../../sdk/actions/getClaim.ts')
        const { observe } = await import('../../sdk/actions/observe.ts')
        const { signObservation } = await import('../../sdk/actions/signObservation.ts')
        const { parseInput } = await import('../../sdk/errors/parseInput.ts')
        const { address, key, measurement } = await import('../support/args.ts')
        const { carryOut } = await import('../support/carryOut.ts')
        const { confirm } = await import('../support/confirm.ts')
        const { transactionLine } = await import('../support/lines.ts')
        const { readText } = await import('../../oracle/files/readJson.ts')
        const { openEscrow, openWriter } = await import('../support/session.ts')
        const schema = z.strictObject({ escrow: address, claim: key, measurement })
        if (settings.out !== undefined && settings.dryRun === true) {
          const { InputError } = await import('../../sdk/errors/InputError.ts')
          const message = 'writes a signature that counts, which a dry run must not; leave one of the two out'
          throw new InputError('command line', [{ path: '--out', value: settings.out, message }])
        }
        const args = parseInput(schema, { escrow, claim, measurement: settings.measurement }, 'command line')
        const report = keccak256(stringToHex(await readText(settings.report, 'report')))
        const { withContents } = await import('../support/withContents.ts')
        const session = await openWriter(await withContents(settings, [settings.report]))
        const state = await openEscrow(session, args.escrow)
        const { panel } = state.terms
        const plan = {
          title: `Observe claim ${args.claim} of escrow ${args.escrow}.`,
          rows: [
            ['measurement', `${args.measurement}`],
            ['report', `${settings.report}, keccak256 ${report}`],
            ['member', session.account],
            [
              'at worst',
              'a member’s first observation counts and cannot be changed; the measurement decides about money',
            ],
          ],
        } as const
        const seat = panel.findIndex((member) => isAddressEqual(member, session.account))
        // A signature binds as soon as it is made. Who is no member is told so when it would be made.
        if (seat >= 0 && session.earlier === undefined) {
          const { seats } = await getClaim(session.client, state, args.claim)
          if (seats.includes(seat)) {
            const line = 'This member has observed the claim before; the first observation counts. Nothing was signed.'
            return { lines: [line], data: { ...args, recorded: 0n } }
          }
          await confirm(settings, plan)
        }
        const observed = { chainId: session.deployment.chainId, ...args, panel, report }
        const observation = await signObservation(session.writer.wallet, observed)
        if (settings.out !== undefined) {
          const { writeNew } = await import('../../oracle/files/writeNew.ts')
          const { toJson } = await import('../support/toJson.ts')
          const signed = {
            version: 1,
            chainId: observed.chainId,
            escrow: args.escrow,
            claim: args.claim,
            ...observation,
          }
          await writeNew(settings.out, `${toJson(signed)}\n`, '--out')
          return {
            lines: [`Signed; ${settings.out} can be submitted by anybody.`],
            data: { ...signed, file: settings.out },
          }
        }
        // It was agreed to before it was signed.
        const agreed = { ...session, settings: { ...session.settings, yes: true as const } }
        return carryOut(settings.dryRun === true ? session : agreed, {
          plan: () => plan,
          act: (writer) => observe(writer, args.escrow, args.claim, [observation]),
          report: (written) => {
            const verb = written.transaction === undefined ? 'Would record' : 'Recorded'
            const line =
              written.result === 0n
                ? 'This member has observed the claim before; the first observation counts.'
                : `${verb} measurement ${args.measurement} by seat ${observation.seat}.`
            return {
              lines: [line, transactionLine(written)],
              data: { ...args, observation, recorded: written.result, transaction: written.transaction },
            }
          },
        })
      }),
    )
}
