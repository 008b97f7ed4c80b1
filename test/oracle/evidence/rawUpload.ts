/** Uploads whose bodies a test writes piece by piece. */
import { request, type ClientRequest, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import type { Place } from '../../../oracle/evidence/bundles.ts'
import type { Operator } from '../../../oracle/operator.ts'
import { digestHeader, filesIn, type TestIntake } from './world.ts'

export const headersOf = (body: Uint8Array) => ({ 'content-length': body.length, 'repr-digest': digestHeader(body) })

/** @returns the request, and the status of its answer. */
export function upload(intake: TestIntake, place: Place, headers: Record<string, string | number>) {
  const sent = request(`${intake.url}${intake.path(place)}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/age', ...headers },
  })
  const status = new Promise<number>((resolve, reject) => {
    sent.on('response', (response: IncomingMessage) => {
      response.resume()
      resolve(response.statusCode!)
    })
    sent.on('error', reject)
  })
  // Not every test waits for an answer.
  status.catch(() => undefined)
  return { sent, status }
}

export const flushed = (sent: ClientRequest, bytes: Uint8Array) => new Promise((done) => sent.write(bytes, done))

/** Waits until the operator has written that much of a bundle. */
export async function underWay({ config }: Operator, bytes: number): Promise<void> {
  for (;;) {
    const parts = await filesIn(join(config.data, 'work'))
    if ([...parts.values()].some((content) => content.length >= bytes)) return
    await new Promise((resolve) => setImmediate(resolve))
  }
}
