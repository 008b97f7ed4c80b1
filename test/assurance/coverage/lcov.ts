/** Reads forge's coverage report (LCOV) and judges it. */

/** One side of an `if`. forge reports the sides that have code; {@link parseLcov} adds the one that an `if` without `else` leaves out. */
export interface Branch {
  line: number
  side: 'taken' | 'not taken'
  hits: number
}

/** What was reached of one source file, with the number of times. */
export interface FileCoverage {
  lines: Map<number, number>
  functions: Map<string, number>
  branches: Branch[]
}

/** Something that the tests did not reach. */
export interface Miss {
  file: string
  line: number
  /** The line of the source, trimmed. */
  text: string
  what: 'line' | Branch['side'] | 'function'
}

/**
 * A line that forge counts as never reached although it is. Under `--ir-minimum` some statements have no instruction of their own.
 * The proof is `witness`: a line of the same function that runs only if this one does, and that was reached.
 */
export interface Exception {
  file: string
  function: string
  text: string
  witness: string
  reason: string
}

const numbers = (entry: string): number[] => entry.split(',').map((part) => (part === '-' ? 0 : Number(part)))

/** An `if` without `else` that leaves the statements after it to those who do not meet its condition. */
const LEAVES = /^\s*if \(.*\) (return|revert|continue|break)\b/

/**
 * How often the condition of an `if` without `else` in `line` was false: as often as its line was reached and the branch was not. The
 * optimizer may count the line only where the branch is taken; where the branch leaves, the next line counts instead.
 */
function hitsOfOtherSide(lines: Map<number, number>, line: number, taken: number, source: string[]): number {
  const next = Math.min(...[...lines.keys()].filter((other) => other > line))
  const passing = LEAVES.test(source[line - 1] ?? '') ? (lines.get(next) ?? 0) : 0
  return Math.max(passing, (lines.get(line) ?? 0) - taken)
}

/** Reads one file's record: the lines between SF and end_of_record. */
function parseRecord(record: string[], source: string[]): FileCoverage {
  const file: FileCoverage = { lines: new Map(), functions: new Map(), branches: [] }
  const sides = new Map<string, { line: number; hits: number[] }>()
  for (const entry of record) {
    const [tag = '', rest = ''] = entry.split(/:(.*)/s)
    if (tag === 'DA') {
      const [line = 0, hits = 0] = numbers(rest)
      file.lines.set(line, hits)
    } else if (tag === 'FNDA') {
      const [hits = '', name = ''] = rest.split(/,(.*)/s)
      file.functions.set(name, Number(hits))
    } else if (tag === 'BRDA') {
      const [line = 0, block = 0, path = 0, hits = 0] = numbers(rest)
      const branch = sides.get(`${line},${block}`) ?? { line, hits: [] }
      branch.hits[path] = hits
      sides.set(`${line},${block}`, branch)
    }
  }
  for (const { line, hits } of sides.values()) {
    const [taken = 0, other] = hits
    const notTaken = other ?? hitsOfOtherSide(file.lines, line, taken, source)
    file.branches.push({ line, side: 'taken', hits: taken }, { line, side: 'not taken', hits: notTaken })
  }
  return file
}

/** A report as a map from source file to what was reached of it. `sourceOf` reads a source file. */
export function parseLcov(report: string, sourceOf: (file: string) => string): Map<string, FileCoverage> {
  const files = new Map<string, FileCoverage>()
  for (const record of report.split('end_of_record')) {
    const lines = record.split('\n').map((line) => line.trim())
    const name = lines.find((line) => line.startsWith('SF:'))?.slice(3)
    if (name !== undefined) files.set(name, parseRecord(lines, sourceOf(name).split('\n')))
  }
  return files
}

/** All that was not reached of `file`, whose source is `source`. */
export function missesOf(name: string, file: FileCoverage, source: string): Miss[] {
  const texts = source.split('\n')
  const miss = (line: number, what: Miss['what']): Miss => ({
    file: name,
    line,
    text: texts[line - 1]?.trim() ?? '',
    what,
  })
  return [
    ...[...file.lines].filter(([, hits]) => hits === 0).map(([line]) => miss(line, 'line')),
    ...file.branches.filter(({ hits }) => hits === 0).map(({ line, side }) => miss(line, side)),
    ...[...file.functions]
      .filter(([, hits]) => hits === 0)
      .map(([text]): Miss => ({ file: name, line: 0, text, what: 'function' })),
  ]
}

/** The line number of `text` in `source`, within the function `name`; undefined unless there is exactly one. */
function lineOf(source: string, name: string, text: string): number | undefined {
  const lines = source.split('\n')
  const start = lines.findIndex((line) => new RegExp(`^    function ${name}\\(`).test(line))
  const end = lines.findIndex((line, i) => i > start && line === '    }')
  const found = lines.flatMap((line, i) => (i > start && i < end && line.trim() === text ? [i + 1] : []))
  return start >= 0 && found.length === 1 ? found[0] : undefined
}

/** Faults of an exception: its lines do not exist, it is not needed any more, or its proof does not hold. */
function faultsOf(exception: Exception, file: FileCoverage | undefined, source: string): string[] {
  const where = `exception ${exception.file} ${exception.function} "${exception.text}"`
  const line = lineOf(source, exception.function, exception.text)
  const witness = lineOf(source, exception.function, exception.witness)
  if (line === undefined || witness === undefined) return [`${where}: the line or its witness is not in the source`]
  return [
    ...(file?.lines.get(line) === 0 ? [] : [`${where}: is reached or not measured, take it off the list`]),
    ...((file?.lines.get(witness) ?? 0) > 0 ? [] : [`${where}: its witness "${exception.witness}" was not reached`]),
  ]
}

/**
 * Why the coverage of `expected` is not good enough; empty if it is whole. `sourceOf` reads a source file.
 */
export function judge(
  coverage: Map<string, FileCoverage>,
  expected: readonly string[],
  exceptions: readonly Exception[],
  sourceOf: (file: string) => string,
): string[] {
  const missing = expected.filter((file) => (coverage.get(file)?.lines.size ?? 0) === 0)
  const excused = new Set(
    exceptions.map((e) => `${e.file}:${lineOf(sourceOf(e.file), e.function, e.text) ?? 'unknown'}`),
  )
  const misses = expected.flatMap((file) => {
    const measured = coverage.get(file)
    return measured === undefined ? [] : missesOf(file, measured, sourceOf(file))
  })
  return [
    ...missing.map((file) => `${file} is not in the report`),
    ...misses
      .filter(({ file, line, what }) => what !== 'line' || !excused.has(`${file}:${line}`))
      .map(
        ({ file, line, text, what }) =>
          `${file}:${line} ${what === 'line' ? 'not reached' : `${what}: never`}: ${text}`,
      ),
    ...exceptions.flatMap((e) => faultsOf(e, coverage.get(e.file), sourceOf(e.file))),
  ]
}
