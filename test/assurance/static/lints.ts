/** `forge lint` on all contracts but the mocks. */
import { spawnSync } from 'node:child_process'
import { z } from 'zod'
import { foundryBinary } from '../../../scripts/tools/forge-run.ts'
import { Fault } from '../../../scripts/tools/program.ts'
import type { Finding } from './findings.ts'

const Line = z.looseObject({
  level: z.string(),
  message: z.string(),
  code: z.looseObject({ code: z.string() }).nullable(),
  spans: z.array(z.looseObject({ file_name: z.string(), text: z.array(z.looseObject({ text: z.string() })) })),
})

/** Reads forge's diagnostics, one JSON object a line; the lint stands in the place of the function. */
export function readLints(output: string): Finding[] {
  const lines = output.split('\n').filter((line) => line.startsWith('{'))
  return lines.flatMap((line): Finding[] => {
    const { message, code, spans } = Line.parse(JSON.parse(line))
    const [span] = spans
    const file = span?.file_name ?? ''
    if (file.startsWith('contracts/mocks/')) return []
    return [{ file, function: code?.code ?? '', text: span?.text[0]?.text.trim() ?? message }]
  })
}

/** What forge's linter finds in `path`, a file or folder. Throws `Fault` if it does not run. */
export function runForgeLint(path: string): Finding[] {
  const { status, stderr, error } = spawnSync(foundryBinary('.', 'forge'), ['lint', '--json', path], {
    env: { ...process.env, FOUNDRY_OFFLINE: 'true' },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  if (status !== 0 || error !== undefined)
    throw new Fault(`forge lint failed: ${error?.message ?? stderr.slice(-2000)}`)
  return readLints(stderr)
}
