/**
 * `npm run verify` runs what fits in a quarter of an hour, `npm run verify:deep` the rest, which takes hours and goes on where it was
 * stopped: a part that has passed on the same contracts is not run again.
 *
 *   node test/assurance/verify.ts [--deep] [--again] [part ...]
 *
 * The figures of each part that passes go to record.json and from there to docs/assurance.md; output goes to cache/assurance/logs.
 * Exit code 1 if a part failed. `--page` only writes the page from the record.
 */
import { parseArgs } from 'node:util'
import { writePage } from './page.ts'
import { DEEP, type Part, QUICK } from './parts.ts'
import { runPart } from './run-part.ts'
import { fingerprint, readRecord, writeRecord } from './record.ts'
import { Fault, program } from '../../scripts/tools/program.ts'

async function verify(parts: readonly Part[], again: boolean): Promise<void> {
  const failures: string[] = []
  for (const part of parts) {
    const contracts = fingerprint(part.of)
    const last = readRecord()[part.name]
    if (!again && last?.contracts === contracts) {
      console.log(`done  ${part.name.padEnd(9)} ${last.figures} (${last.on})`)
      continue
    }
    console.log(`run   ${part.name.padEnd(9)} ${part.shows}`)
    const started = Date.now()
    const answer = await runPart(part)
    const minutes = Math.round((Date.now() - started) / 6_000) / 10
    console.log(
      `${answer.passed ? 'ok  ' : 'FAIL'}  ${part.name.padEnd(9)} ${answer.figures} (${minutes} min; ${answer.log})`,
    )
    if (!answer.passed) {
      failures.push(part.name)
      continue
    }
    const on = new Date().toISOString().slice(0, 10)
    writeRecord({ ...readRecord(), [part.name]: { figures: answer.figures, contracts, on, minutes } })
    writePage()
  }
  if (failures.length > 0) throw new Fault(`failed: ${failures.join(', ')}`)
  console.log(`verify: ${parts.length} of ${parts.length} parts hold for contracts ${fingerprint('all')}`)
}

await program('verify', async () => {
  const { values, positionals } = parseArgs({
    options: { deep: { type: 'boolean' }, again: { type: 'boolean' }, page: { type: 'boolean' } },
    allowPositionals: true,
  })
  if (values.page) {
    writePage()
    return
  }
  const all = [...QUICK, ...DEEP]
  const unknown = positionals.filter((name) => !all.some((part) => part.name === name))
  if (unknown.length > 0) {
    throw new Fault(`no such part: ${unknown.join(', ')}; the parts are ${all.map(({ name }) => name).join(', ')}`)
  }
  const chosen = all.filter(({ name }) => positionals.includes(name))
  await verify(chosen.length > 0 ? chosen : values.deep ? DEEP : QUICK, values.again ?? false)
})
