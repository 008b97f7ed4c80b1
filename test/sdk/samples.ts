import { parseOutcome } from '../../sdk/model/outcome.ts'

/** A small outcome document of rule `Units`. */
export const OUTCOME = parseOutcome({
  version: 1,
  title: 'A test outcome',
  summary: ['Something is counted.'],
  rule: 'Units',
  metric: {
    name: 'things done',
    definition: 'The number of things that were done.',
    unit: 'things',
    direction: 'higher',
    baseline: '0',
    scale: '1',
  },
  method: ['Members count.'],
  sideConditions: [{ name: 'quiet', condition: 'Nobody is disturbed.' }],
  evidence: { bundle: ['A list of the things.'], readableDays: 7 },
  attempts: ['A thing counts once.'],
})
