import { Command } from 'commander'
import type { OpenEvidence } from '../../support/review/openReview.ts'
import { run } from '../../support/run.ts'

interface ReviewSettings {
  config: string
  json?: true
}

interface SaidSettings extends ReviewSettings {
  reviewer: string
  reasons: string
}

/** @param open gives how evidence is opened; asked for only when it is needed. */
export function reviewCommand(open: () => Promise<OpenEvidence>): Command {
  return new Command('review')
    .description('the queue of claims that people measure: list, show, approve, reject, retry')
    .addCommand(listCommand())
    .addCommand(showCommand(open))
    .addCommand(approveCommand())
    .addCommand(rejectCommand())
    .addCommand(retryCommand())
}

function listCommand(): Command {
  return reviewing('list', 'list the claims that wait for a person, nearest deadline first').action(
    (settings: ReviewSettings) =>
      run(settings, async () => {
        const { listReviews } = await import('../../../oracle/verifiers/reviews.ts')
        const { withDesk } = await import('../../support/review/openReview.ts')
        const { queueReport } = await import('../../support/review/reviewReport.ts')
        return queueReport(await withDesk(settings.config, ({ store }) => listReviews(store)))
      }),
  )
}

function showCommand(open: () => Promise<OpenEvidence>): Command {
  return ofClaim(reviewing('show', 'show a claim, what it must fulfil, and its evidence'))
    .option(
      '--out <folder>',
      'copy the evidence into this folder, which must not be there; delete it when you are done',
    )
    .action((escrow: string, claim: string, settings: ReviewSettings & { out?: string }) =>
      run(settings, async () => {
        const { cp } = await import('node:fs/promises')
        const { showReview } = await import('../../../oracle/verifiers/reviews.ts')
        const { withDesk } = await import('../../support/review/openReview.ts')
        const { claimReport } = await import('../../support/review/reviewReport.ts')
        const place = await placeOf(escrow, claim)
        const { out } = settings
        return withDesk(settings.config, async (desk) => {
          const shown = await showReview(desk.store, place)
          const openEvidence = await open()
          const manifest = await openEvidence(desk, place, async (opened) => {
            if (out !== undefined) {
              await cp(opened.folder, out, { recursive: true, errorOnExist: true, force: false })
            }
            return opened.manifest
          })
          return claimReport(shown, manifest, out)
        })
      }),
    )
}

function approveCommand(): Command {
  return saying('approve', 'say what a claim measures, and that each of its side conditions holds')
    .requiredOption('--measurement <number>', 'what it measures, by the outcome document')
    .action((escrow: string, claim: string, settings: SaidSettings & { measurement: string }) =>
      run(settings, () => say(escrow, claim, settings, settings.measurement)),
    )
}

function rejectCommand(): Command {
  return saying('reject', 'say that a claim measures 0').action(
    (escrow: string, claim: string, settings: SaidSettings) => run(settings, () => say(escrow, claim, settings)),
  )
}

function retryCommand(): Command {
  return ofClaim(
    reviewing('retry', 'give a claim back to its verifier that was stopped after too many failures'),
  ).action((escrow: string, claim: string, settings: ReviewSettings) =>
    run(settings, async () => {
      const { retry } = await import('../../../oracle/verifiers/reviews.ts')
      const { withDesk } = await import('../../support/review/openReview.ts')
      const place = await placeOf(escrow, claim)
      await withDesk(settings.config, ({ store }) => retry(store, place))
      return { lines: [`Claim ${place.claim} is verified again in the next round of the service.`], data: place }
    }),
  )
}

/** Writes down what a reviewer says; without a measurement it is a rejection. */
async function say(escrow: string, claim: string, settings: SaidSettings, measurement?: string) {
  const { approve, reject, showReview } = await import('../../../oracle/verifiers/reviews.ts')
  const { withDesk } = await import('../../support/review/openReview.ts')
  const place = await placeOf(escrow, claim)
  const { reviewer, reasons } = settings
  const at = Math.floor(Date.now() / 1000)
  const { note } = await withDesk(settings.config, async ({ store }) => {
    if (measurement === undefined) await reject(store, place, { reviewer, reasons }, at)
    else await approve(store, place, { reviewer, reasons, measurement }, at)
    return (await showReview(store, place)).claim
  })
  return {
    lines: [`Claim ${place.claim}: ${note}.`, 'The running service signs once enough people agree.'],
    data: { ...place, reviewer, measurement: measurement ?? '0', note },
  }
}

async function placeOf(escrow: string, claim: string) {
  const { z } = await import('zod')
  const { parseInput } = await import('../../../sdk/errors/parseInput.ts')
  const { address, key } = await import('../../support/args.ts')
  return parseInput(z.strictObject({ escrow: address, claim: key }), { escrow, claim }, 'command line')
}

function reviewing(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .requiredOption('--config <file>', 'configuration of the service (JSON)')
    .option('--json', 'print JSON')
}

function ofClaim(command: Command): Command {
  return command.argument('<escrow>', 'address of the escrow').argument('<claim>', 'key of the claim')
}

function saying(name: string, description: string): Command {
  return ofClaim(reviewing(name, description))
    .requiredOption('--reviewer <name>', 'your name, always written the same; it stands in the report')
    .requiredOption('--reasons <text>', 'why; everybody can read it in the report once it is on chain')
}
