/**
 * A thread of `Recoverers`. In JavaScript, and of the library only what it needs, by the addresses it is given: to take types away and to
 * load the rest would take a thread five times as long as all else that it starts with.
 */
import { parentPort, workerData } from 'node:worker_threads'

const [curve, hashes] = await Promise.all(workerData.map(async (url) => (await import(url)).load()))

/** Bytes of a record, see signatureRecord.ts: signature, digest, member. */
const [SIGNATURE, DIGEST, MEMBER] = [65, 32, 20]
const RECORD = SIGNATURE + DIGEST + MEMBER
const KEY = 65

curve.reserve(RECORD + KEY)
hashes.reserve(KEY + 32)
const [at, keyAt] = [curve.heapBase, curve.heapBase + SIGNATURE + DIGEST]
const [pointAt, hashAt] = [hashes.heapBase, hashes.heapBase + KEY]

/** Whether the key that made the signature is the member's. */
function isMembers(record) {
  if (record[0] > 1) return false
  const memory = curve.view()
  memory.set(record.subarray(0, SIGNATURE + DIGEST), at)
  if (curve.exports.secp256k1_recover_public_key(at, at + SIGNATURE, DIGEST, keyAt) !== 1) return false
  const hashing = hashes.view()
  hashing.set(memory.subarray(keyAt + 1, keyAt + KEY), pointAt)
  hashes.exports.keccak256(pointAt, KEY - 1, hashAt)
  for (let i = 0; i < MEMBER; i++) if (hashing[hashAt + 12 + i] !== record[SIGNATURE + DIGEST + i]) return false
  return true
}

parentPort.on('message', ({ id, records }) => {
  const refused = []
  for (let i = 0; i < records.length / RECORD; i++) {
    if (!isMembers(records.subarray(i * RECORD, (i + 1) * RECORD))) refused.push(i)
  }
  parentPort.postMessage({ id, refused })
})
