/** Slither on all contracts but the mocks: every detector, informational ones included. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { foundryBinary } from '../../../scripts/tools/forge-run.ts'
import { Fault } from '../../../scripts/tools/program.ts'
import { pythonTool } from '../python.ts'
import type { Finding } from './findings.ts'
import { compile } from './tree.ts'

const Element = z.looseObject({
  type: z.string(),
  name: z.string(),
  source_mapping: z.looseObject({ filename_relative: z.string() }),
})
const Answer = z.looseObject({
  success: z.literal(true),
  results: z.looseObject({
    detectors: z
      .array(z.looseObject({ check: z.string(), impact: z.string(), elements: z.array(Element).min(1) }))
      .default([]),
  }),
})

/** What Slither said: the findings that touch our files, how many each detector has of them, and of the dependencies alone. */
export interface SlitherAnswer {
  findings: Finding[]
  detectors: Map<string, number>
  dependencies: number
  ran: number
}

const ours = (file: string) => !file.startsWith('node_modules/')

/** Reads Slither's JSON. A detector that reports a function several times is one finding, with the number. */
export function readAnswer(answer: unknown): Omit<SlitherAnswer, 'ran'> {
  const { detectors } = Answer.parse(answer).results
  const own = detectors.filter(({ elements }) => elements.some((e) => ours(e.source_mapping.filename_relative)))
  const places = new Map<string, Finding & { count: number }>()
  for (const { check, elements } of own) {
    const element = elements.find((e) => ours(e.source_mapping.filename_relative)) ?? elements[0]
    if (element === undefined) continue
    const file = element.source_mapping.filename_relative
    const name = element.type === 'pragma' ? '' : element.name
    const key = `${check} ${file} ${name}`
    const place = places.get(key) ?? { file, function: name, text: check, count: 0 }
    places.set(key, { ...place, count: place.count + 1 })
  }
  const counts = new Map<string, number>()
  for (const { check } of own) counts.set(check, (counts.get(check) ?? 0) + 1)
  return {
    findings: [...places.values()].map(({ file, function: name, text, count }) => ({
      file,
      function: name,
      text: count === 1 ? text : `${text} x${count}`,
    })),
    detectors: counts,
    dependencies: detectors.length - own.length,
  }
}

/** Slither reads the code only for detectors that we do not need, but wants the fields. */
const NO_CODE = { bytecode: { object: '', sourceMap: '' }, deployedBytecode: { object: '', sourceMap: '' } }

/** Runs Slither on `sources` (path to text), whose files must lie where the paths say. */
export function runSlither(sources: ReadonlyMap<string, string>, scratch: string): SlitherAnswer {
  const { input, output } = compile(sources, ['abi', 'devdoc', 'userdoc'])
  const contracts = z.record(z.string(), z.record(z.string(), z.looseObject({}))).parse(output['contracts'])
  for (const file of Object.values(contracts)) for (const contract of Object.values(file)) contract['evm'] = NO_CODE
  const builds = join(scratch, 'build-info')
  const report = join(scratch, 'slither.json')
  rmSync(scratch, { recursive: true, force: true })
  mkdirSync(builds, { recursive: true })
  writeFileSync(
    join(builds, 'contracts.json'),
    JSON.stringify({ solcVersion: '0.8.37', input, output: { ...output, contracts } }),
  )
  // crytic-compile asks forge where the dependencies are.
  const path = [dirname(foundryBinary(resolve('.'), 'forge')), process.env['PATH'] ?? ''].join(delimiter)
  const { stderr, error } = spawnSync(
    pythonTool('slither'),
    [
      '.',
      '--ignore-compile',
      '--compile-force-framework',
      'foundry',
      '--foundry-build-info-directory',
      builds,
      '--json',
      report,
    ],
    { encoding: 'utf8', maxBuffer: 2 ** 28, timeout: 180_000, env: { ...process.env, PATH: path } },
  )
  // Its exit code says whether it found something, not whether it ran: the report and its last line do.
  const ran = /analyzed \(\d+ contracts with (\d+) detectors\)/.exec(stderr)?.[1]
  if (error !== undefined || ran === undefined || !existsSync(report)) {
    throw new Fault(`Slither failed: ${error?.message ?? stderr.slice(-2000)}`)
  }
  return { ...readAnswer(JSON.parse(readFileSync(report, 'utf8'))), ran: Number(ran) }
}
