/** The thread in which one harness is checked: as it is, with all that it asserts false, and with its bug. */
import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { type Found, check, denied, withBug } from './checker.ts'
import { HARNESSES } from './harnesses.ts'

const name = z.string().parse(workerData)
const harness = HARNESSES.find((one) => one.name === name)
if (harness === undefined) throw new Error(`no harness ${name}`)
const deny = (path: string, source: string) => (path.startsWith('contracts/') ? source : denied(source))
const found: Found = {
  plain: check(harness),
  denied: check(harness, deny),
  planted: check(harness, withBug(harness), true),
}
if (harness.tight) found.short = check({ ...harness, rounds: harness.rounds - 1 }, undefined, true)
parentPort?.postMessage(found)
