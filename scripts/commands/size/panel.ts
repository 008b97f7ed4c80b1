import { Command } from 'commander'
import { run } from '../../support/run.ts'

interface PanelSettings {
  error: string
  alive: string
  members?: string
  quorum?: string
  most: string
  json?: true
}

export function panelCommand(): Command {
  return new Command('panel')
    .description('false verdicts and liveness of a panel of k of n, or of all panels up to a size')
    .requiredOption('--error <p>', 'the chance that a member is wrong, for instance .1 or "10 %"')
    .requiredOption('--alive <p>', 'the chance that a member answers in time, for instance .85')
    .option('--members <n>', 'members of the panel')
    .option('--quorum <k>', 'how many must vouch')
    .option('--most <n>', 'the largest panel of the table', '9')
    .option('--json', 'print JSON')
    .action((settings: PanelSettings) =>
      run(settings, async () => {
        const { panelOdds } = await import('../../../sdk/model/panelOdds.ts')
        const { parsePanels, percent } = await import('../../support/odds.ts')
        const { error, alive, panels } = parsePanels(settings)
        const odds = panels.map((panel) => panelOdds(panel, error, alive))
        const row = (cells: readonly string[]): string => cells.map((cell) => cell.padStart(15)).join('')
        return {
          lines: [
            row(['panel', 'false verdicts', 'live']),
            ...odds.map(({ members, quorum, falseVerdict, live }) =>
              row([`${quorum} of ${members}`, percent(falseVerdict), percent(live)]),
            ),
            `Members are wrong with ${percent(error)} and answer in time with ${percent(alive)}.`,
            'A false verdict: at least k members vouch for the same wrong measurement. Live: at least k answer in time.',
            'Assumes that members fail independently of one another: a common owner, tool or bribe makes it worse.',
          ],
          data: { panels: odds },
        }
      }),
    )
}
