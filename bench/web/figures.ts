/** The figures of `npm run bench:web`, what they have to reach, and their part of docs/benchmarks.md. */
/** Of one view, by Lighthouse: the run in the middle of several. */
export interface Score {
  /** Of 100. */
  performance: number
  accessibility: number
  /** Milliseconds on Lighthouse's slow phone. */
  firstPicture: number
  largestPicture: number
  interactive: number
  /** How much of what is in sight jumps while it loads. */
  shift: number
}

/** Something that a visitor does, with the slowest time of all, in milliseconds. */
export interface Timed {
  name: string
  ms: number
}

export interface PageFigures {
  escrows: number
  pledges: number
  /** Bytes of all files that a first visit loads, as they come over the line. */
  firstVisit: number
  scores: Record<string, Score>
  interactions: readonly Timed[]
}

export const TARGETS = { bytes: 250_000, interaction: 100, performance: 95, accessibility: 100, interactive: 2_000 }

/** What of the targets is missed, a line for each. */
export function missed({ firstVisit, scores, interactions }: PageFigures): string[] {
  const faults: string[] = []
  if (firstVisit > TARGETS.bytes) faults.push(`a first visit loads ${count(firstVisit)} bytes`)
  for (const [view, { performance, accessibility, interactive }] of Object.entries(scores)) {
    if (performance < TARGETS.performance) faults.push(`${view}: performance ${performance}`)
    if (accessibility < TARGETS.accessibility) faults.push(`${view}: accessibility ${accessibility}`)
    if (interactive > TARGETS.interactive) faults.push(`${view}: interactive after ${count(interactive)} ms`)
  }
  for (const { name, ms } of interactions) if (ms > TARGETS.interaction) faults.push(`${name}: ${ms} ms`)
  return faults
}

const count = (value: number) => value.toLocaleString('en-US')

/** Both tables. */
export function pageTables({ scores, interactions }: PageFigures): string[] {
  const views = Object.values(scores)
  const row = (name: string, value: (score: Score) => string) => `| ${name} | ${views.map(value).join(' | ')} |`
  return [
    `|  | ${Object.keys(scores).join(' | ')} |`,
    `| --- | ${views.map(() => '--:').join(' | ')} |`,
    row('performance', ({ performance }) => String(performance)),
    row('accessibility', ({ accessibility }) => String(accessibility)),
    row('first picture, ms', ({ firstPicture }) => count(firstPicture)),
    row('largest part of it, ms', ({ largestPicture }) => count(largestPicture)),
    row('interactive, ms', ({ interactive }) => count(interactive)),
    row('layout shift', ({ shift }) => shift.toFixed(3)),
    '',
    '| a visitor | ms |',
    '| --- | --: |',
    // The browser's event timing leaves out what is quicker.
    ...interactions.map(({ name, ms }) => `| ${name} | ${ms < 16 ? 'under 16' : count(ms)} |`),
  ]
}

/** The section of docs/benchmarks.md. */
export function pageSection(figures: PageFigures): string[] {
  const faults = missed(figures)
  return [
    '## Page',
    '',
    `Of \`npm run bench:web\`; not compared by \`npm run bench:check\`. ${count(figures.escrows)} commitments, the newest with`,
    `${count(figures.pledges)} pledges, on anvil and an index on the same machine, in Chromium. The scores are Lighthouse's for a phone`,
    'on a slow line (its defaults: a quarter of the processor, 1.6 Mbit/s, 150 ms), the middle one of three runs. A visitor’s actions are timed on a',
    'screen of 390 × 844 by the browser’s event timing, from the key or click to the next picture, or by the longest time for which the',
    'page is busy with what it brings, whichever is longer; where something is done again and',
    'again, the slowest time of all.',
    '',
    ...pageTables(figures),
    '',
    `A first visit loads ${count(figures.firstVisit)} bytes, as they come over the line, without the answers of the index.`,
    '',
    `Targets: a first visit loads at most ${count(TARGETS.bytes)} bytes; performance at least ${TARGETS.performance}, accessibility`,
    `${TARGETS.accessibility}, interactive within ${count(TARGETS.interactive)} ms; every action within ${TARGETS.interaction} ms.`,
    faults.length === 0 ? 'All are reached.' : `Missed: ${faults.join('; ')}.`,
    '',
  ]
}
