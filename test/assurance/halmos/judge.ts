/** What halmos' answer is worth. */
import { z } from 'zod'

/** As halmos numbers the ends of a test; any other number is a fault too. */
const REFUTED = 1
const ENDS = new Map([
  [0, 'holds'],
  [REFUTED, 'refuted'],
  [2, 'solver timed out'],
  [3, 'a path needs what halmos cannot do'],
  [4, 'every path reverted'],
  [5, 'halmos failed'],
])

const Result = z.looseObject({
  name: z.string(),
  exitcode: z.number(),
  models: z.array(z.looseObject({ is_valid: z.boolean() })).nullable(),
  /** Of all paths: those that ended well, and those that halmos could not follow. */
  num_paths: z.tuple([z.number(), z.number(), z.number()]).nullable(),
  /** Branches that were cut at the bound of `--loop`. */
  num_bounded_loops: z.number().nullable(),
})

/** halmos' report, as `--json-output` writes it. */
const Report = z.looseObject({ test_results: z.record(z.string(), z.array(Result)) })

/** One test that ran, as `Contract.check_name`. */
export interface Verdict {
  test: string
  paths: number
  /** Why this is no proof; '' if it is one. */
  fault: string
}

const testName = (path: string, name: string): string => `${path.split(':').at(-1) ?? ''}.${name.split('(')[0] ?? ''}`

export function readReport(report: unknown): (Verdict & { refuted: boolean })[] {
  return Object.entries(Report.parse(report).test_results).flatMap(([path, results]) =>
    results.map(({ name, exitcode, models, num_paths: paths, num_bounded_loops: bounded }) => {
      const end = ENDS.get(exitcode) ?? `ended with ${exitcode}`
      const [all = 0, well = 0, stuck = 0] = paths ?? []
      const faults = [
        ...(exitcode === 0 ? [] : [end]),
        ...(well > 0 ? [] : ['no path ends well']),
        ...(stuck === 0 ? [] : [`${stuck} paths were not followed`]),
        ...(bounded === 0 ? [] : [`${bounded ?? 'unknown'} branches were cut at the loop bound`]),
      ]
      // A counterexample that rests on an uninterpreted function may be none.
      const refuted = exitcode === REFUTED && (models ?? []).some((model) => model.is_valid)
      return { test: testName(path, name), paths: all, fault: faults.join('; '), refuted }
    }),
  )
}

/** The tests that `source` declares, as `Contract.check_name`. */
export function declaredTests(source: string): string[] {
  const parts = source.split(/^contract (\w+)/m)
  return parts.flatMap((text, i) =>
    i % 2 === 1
      ? [...(parts[i + 1] ?? '').matchAll(/function (check_\w+)/g)].map(([, name]) => `${text}.${name ?? ''}`)
      : [],
  )
}

/** What halmos printed as a warning or error and nobody has explained; it breaks lines where they are long. */
export function unexplained(output: string): string[] {
  return (
    output
      .replaceAll(/\x1b\[[0-9;]*m/g, '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /^(WARNING|ERROR) /.test(line))
      // A clone's code is no contract of the compiler's.
      .filter((line) => !/^WARNING\s+unknown deployed bytecode:/.test(line))
  )
}

/** Which of `expected` was not run exactly once, and what ran besides. */
export function missing(expected: readonly string[], ran: readonly string[]): string[] {
  const counts = new Map(expected.map((test) => [test, ran.filter((other) => other === test).length]))
  return [
    ...[...counts].filter(([, n]) => n !== 1).map(([test, n]) => `${test} ran ${n} times`),
    ...ran.filter((test) => !counts.has(test)).map((test) => `${test} is not declared`),
  ]
}
