/**
 * A thread of `Recoverers`. In JavaScript, and of the library only what it needs, by the addresses it is given: to take types away and to
 * load the rest would take a thread five times as long as all else that it starts with.
 */
import { parentPort, workerData } from 'node:worker_threads'

const { modules, observation } = workerData
const [curve, hashes] = await Promise.all(modules.map(async (url) => (await import(url)).load()))

/** Bytes of a record, see signatureRecord.ts: signature, digest, member. */
const [SIGNATURE, DIGEST, MEMBER] = [65, 32, 20]
const RECORD = SIGNATURE + DIGEST + MEMBER
/** Bytes of an observation as a log has it, see seenObservation.ts: where its parts begin, and all of it. */
const [CLAIM, REPORT, SIGNED, SEEN] = [32, 128, 224, 320]
const KEY = 65

curve.reserve(RECORD + KEY)
hashes.reserve(KEY + 160)
const [at, keyAt] = [curve.heapBase, curve.heapBase + SIGNATURE + DIGEST]

function keccak(...parts) {
  const memory = hashes.view()
  let end = hashes.heapBase
  for (const part of parts) {
    memory.set(part, end)
    end += part.length
  }
  hashes.exports.keccak256(hashes.heapBase, end - hashes.heapBase, end)
  return memory.slice(end, end + 32)
}

/** Whether the key that made the signature is the member's. */
function isMembers(record) {
  if (record[0] > 1) return false
  curve.view().set(record.subarray(0, SIGNATURE + DIGEST), at)
  if (curve.exports.secp256k1_recover_public_key(at, at + SIGNATURE, DIGEST, keyAt) !== 1) return false
  const hash = keccak(curve.view().subarray(keyAt + 1, keyAt + KEY))
  for (let i = 0; i < MEMBER; i++) if (hash[12 + i] !== record[SIGNATURE + DIGEST + i]) return false
  return true
}

const SEAL = Uint8Array.of(0x19, 0x01)

/** Writes the record that an observation makes: its words are hashed as they are. */
function writeRecord(seen, record) {
  record[0] = seen[SIGNED + 64] - 27
  record.set(seen.subarray(SIGNED, SIGNED + 64), 1)
  const words = keccak(observation, seen.subarray(CLAIM, REPORT + 32))
  record.set(keccak(SEAL, seen.subarray(0, CLAIM), words), SIGNATURE)
  record.set(seen.subarray(CLAIM + 44, CLAIM + 64), SIGNATURE + DIGEST)
}

parentPort.on('message', ({ id, records, seen }) => {
  if (seen !== undefined) {
    const good = new Uint8Array((seen.length / SEEN) * RECORD)
    let end = 0
    for (let i = 0; i < seen.length; i += SEEN) {
      const record = good.subarray(end, end + RECORD)
      writeRecord(seen.subarray(i, i + SEEN), record)
      if (isMembers(record)) end += RECORD
    }
    parentPort.postMessage({ id, good: good.subarray(0, end) }, [good.buffer])
    return
  }
  const refused = []
  for (let i = 0; i < records.length / RECORD; i++) {
    if (!isMembers(records.subarray(i * RECORD, (i + 1) * RECORD))) refused.push(i)
  }
  parentPort.postMessage({ id, refused })
})
