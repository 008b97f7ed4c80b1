import { concatHex, isAddressEqual, isHex, keccak256, type Address, type Hex } from 'viem'
import { decodeEvent, type LodestoneEvent } from '../../sdk/events/event.ts'
import { escrowAddress, termsOfCode, type Origin } from '../../sdk/model/escrowAddress.ts'
import { parseOutcome } from '../../sdk/model/outcome.ts'
import type { Terms } from '../../sdk/model/terms.ts'
import { packTerms } from '../../sdk/model/termsCode.ts'
import type { Finding, Note, Place } from '../finding.ts'
import type { Subject } from '../history.ts'
import { unusable, type Batches } from './batches.ts'
import { brokenBounds } from './bounds.ts'
import type { Cache, StreamOf } from './cache.ts'

/** What the factory said when it made an escrow. */
export interface Creation {
  escrow: Address
  outcome: Hex
  document: Hex
  place: Place
}

/** The creations in a stream of the factory, up to a block, in order. What is none is a finding. */
export function creationsOf(cache: Cache, of: StreamOf, factory: Address, to: number, note: Note): Creation[] {
  const creations = new Map<Address, Creation>()
  for (const log of cache.read(of, to)) {
    const { bytes, topics, topicsAt, dataAt, end } = log
    const place: Place = {
      blockNumber: BigInt(log.block),
      blockHash: log.hash,
      timestamp: BigInt(log.time),
      transactionHash: log.transaction,
      logIndex: log.index,
    }
    const event = decodeEvent({
      address: factory,
      topics: Array.from({ length: topics }, (_, i): Hex => hexAt(bytes, topicsAt + 32 * i, topicsAt + 32 * i + 32)),
      data: hexAt(bytes, dataAt, end),
    })
    if (event?.eventName !== 'Created') {
      const what = 'The factory is said to have emitted a log that is none of its events.'
      note({ grade: 'fault', rule: 'logs', what, place })
      continue
    }
    const { escrow, outcome, document } = (event as LodestoneEvent<'Created'>).args
    if (creations.has(escrow)) {
      const what = 'The factory is said to have created the escrow twice, which it cannot.'
      note({ grade: 'fault', rule: 'logs', escrow, what, place })
    } else creations.set(escrow, { escrow, outcome, document, place })
  }
  return [...creations.values()]
}

/** The code of accounts at a block. */
export async function codesOf(batches: Batches, accounts: readonly Address[], block: Hex): Promise<Map<Address, Hex>> {
  const answers = await batches.ask(accounts.map((account) => ({ method: 'eth_getCode', params: [account, block] })))
  return new Map(
    accounts.map((account, i) => {
      const code = answers[i]
      if (!isHex(code)) throw unusable('something else than code')
      return [account, code]
    }),
  )
}

/**
 * The escrow with this code, checked against its address, its creation and the bounds of creation; undefined where the code holds no
 * terms. `creation` is undefined where that event is missing.
 */
export function subjectOf(
  chainId: number,
  origin: Origin,
  escrow: Address,
  code: Hex,
  creation: Creation | undefined,
  note: Note,
): Subject | undefined {
  const fault = (finding: Pick<Finding, 'rule' | 'what'> & Partial<Finding>): void => {
    note({ grade: 'fault', escrow, ...(creation === undefined ? {} : { place: creation.place }), ...finding })
  }
  if (creation === undefined) {
    fault({ rule: 'logs', what: 'The event of its creation is missing: the outcome document cannot be shown.' })
  }
  const terms = readTerms(code)
  if (terms === undefined) {
    const what = code === '0x' ? 'There is no code at the address.' : 'The code at the address holds no terms.'
    fault({ rule: 'T1', what, expected: 'the code of an escrow', actual: shortened(code) })
    return undefined
  }
  const proxy = concatHex(['0x363d3d373d3d3d363d73', origin.implementation, '0x5af43d82803e903d91602b57fd5bf3'])
  const expected = concatHex([proxy, packTerms(terms)]).toLowerCase()
  if (code.toLowerCase() !== expected) {
    const what =
      'The code at the address is not a proxy of the implementation with terms behind it, as the factory makes it.'
    fault({ rule: 'T1', what, expected: shortened(expected), actual: shortened(code) })
  }
  const address = escrowAddress(origin, terms)
  if (!isAddressEqual(address, escrow)) {
    fault({ rule: 'T1', what: 'The terms in its code belong to another address.', expected: address, actual: escrow })
  }
  if (creation !== undefined) checkDocument(terms, creation, fault)
  for (const { field, expected, actual } of brokenBounds(terms, creation?.place.timestamp)) {
    fault({ rule: 'bounds', what: `${field} is outside the bounds of creation.`, expected, actual })
  }
  const { document, place } = creation ?? { document: undefined, place: undefined }
  return { chainId, ...origin, escrow, terms, document, created: place }
}

/** Notes that the asset is no contract: the factory would have refused it. A delegated account (EIP-7702) is none. */
export function checkAsset({ escrow, terms }: Subject, code: Hex, note: Note): void {
  if (code !== '0x' && !(code.length === 48 && code.toLowerCase().startsWith('0xef0100'))) return
  const what = 'The asset is not a contract.'
  note({ grade: 'fault', rule: 'bounds', escrow, what, subject: terms.asset, expected: 'code', actual: code })
}

function checkDocument(
  terms: Terms,
  { document, outcome }: Creation,
  fault: (finding: Pick<Finding, 'rule' | 'what'> & Partial<Finding>) => void,
): void {
  const hash = keccak256(document)
  if (hash !== terms.outcome || outcome.toLowerCase() !== terms.outcome) {
    const what = 'The document that was published is not the one in the terms.'
    fault({ rule: 'document', what, expected: terms.outcome, actual: hash === terms.outcome ? outcome : hash })
    return
  }
  try {
    parseOutcome(JSON.parse(Buffer.from(document.slice(2), 'hex').toString()))
  } catch {
    const what = 'The document that was published is no outcome document that this program can read.'
    fault({ grade: 'remark', rule: 'document', what })
  }
}

function readTerms(code: Hex): Terms | undefined {
  try {
    return termsOfCode(code)
  } catch {
    // Whatever it is that cannot be read as terms.
    return undefined
  }
}

function hexAt(bytes: Buffer, from: number, to: number): Hex {
  return `0x${bytes.toString('hex', from, to)}`
}

function shortened(code: string): string {
  return code.length <= 130 ? code : `${code.slice(0, 130)}... (${code.length / 2 - 1} bytes)`
}
