/** Endpoints that lie about blocks, receipts, accounts and storage. */
import { numberToHex, pad, type Hex, type RpcLog } from 'viem'
import type { RuleName } from '../../../../audit/rules.ts'
import { first, is, onAllLogs, without, withWord, type Lie } from '../lie.ts'
import type { Scene } from '../scene.ts'

interface Proof {
  accountProof: Hex[]
  storageHash: Hex
  codeHash: Hex
  storageProof: { key: Hex; value: Hex; proof: Hex[] }[]
}
type Block = Record<string, unknown> & { number: Hex; hash: Hex; timestamp: Hex }
type Receipt = Record<string, unknown> & { logs: RpcLog[]; cumulativeGasUsed: Hex }

const HASH: Hex = `0x${'ab'.repeat(32)}`
const lower = (one: unknown) => String(one).toLowerCase()

/** Blocks are changed, whichever way they are asked for. */
const onBlocks =
  (change: (block: Block, scene: Scene) => Block): Lie['behave'] =>
  (scene) =>
  async ({ method }, honest) => {
    const answer = await honest()
    const isBlock = method === 'eth_getBlockByNumber' || method === 'eth_getBlockByHash'
    return isBlock && answer !== null ? change(answer as Block, scene) : answer
  }

/** The audited block alone. */
const onPinned = (change: (block: Block, scene: Scene) => Block) =>
  onBlocks((block, scene) => (BigInt(block.number) === scene.number ? change(block, scene) : block))

const onReceipts =
  (change: (receipt: Receipt) => Receipt): Lie['behave'] =>
  () =>
  async ({ method }, honest) => {
    const answer = await honest()
    return method === 'eth_getTransactionReceipt' && answer !== null ? change(answer as Receipt) : answer
  }

/** Proofs of the account `of` are changed. */
const onProofs =
  (
    of: 'escrow' | 'token',
    change: (proof: Proof, honest: (address: Hex) => Promise<Proof>, scene: Scene) => Proof | Promise<Proof>,
  ): Lie['behave'] =>
  (scene) =>
  async ({ method, params }, honest) => {
    const answer = await honest()
    if (method !== 'eth_getProof' || lower(params[0]) !== lower(scene[of])) return answer
    const other = async (address: Hex) => (await honest({ params: [address, ...params.slice(1)] })) as Proof
    return change(answer as Proof, other, scene)
  }

/** A hex text with its last digit changed. */
const flipped = (hex: Hex): Hex => `${hex.slice(0, -1)}${hex.endsWith('0') ? '1' : '0'}` as Hex
const spoilt = (nodes: readonly Hex[]): Hex[] => nodes.map((node, i) => (i === nodes.length - 1 ? flipped(node) : node))

/** Storage values, with or without their proofs. */
const onValues = (
  of: 'escrow' | 'token',
  change: (cell: Proof['storageProof'][number]) => Proof['storageProof'][number],
) =>
  onProofs(of, (proof) => ({
    ...proof,
    storageProof: proof.storageProof.map((cell) => (BigInt(cell.value) > 0n ? change(cell) : cell)),
  }))

const lie = (name: string, how: string, behave: Lie['behave'], ...rules: RuleName[] | ['refused']): Lie => {
  const [one = 'proof', ...more] = rules
  return { name, how, behave, rules: one === 'refused' ? one : [one, ...(more as RuleName[])] }
}

/** A call of the token's or the escrow's, by the first four bytes of its data. */
const onCall =
  (selector: Hex, change: (answer: Hex) => Hex): Lie['behave'] =>
  () =>
  async ({ method, params }, honest) => {
    const answer = await honest()
    const [call] = params as [{ data?: string; input?: string } | undefined]
    const data = call?.data ?? call?.input
    return method === 'eth_call' && data?.startsWith(selector) === true ? change(answer as Hex) : answer
  }
const BALANCE_OF: Hex = '0x70a08231'

export const PROOF_LIES: Lie[] = [
  lie(
    'forges a state root',
    'The audited header has another state root.',
    onPinned((block) => ({ ...block, stateRoot: HASH })),
  ),
  lie(
    'forges a receipts root',
    'The audited header has another receipts root.',
    onPinned((block) => ({ ...block, receiptsRoot: HASH })),
  ),
  lie(
    'forges a time',
    'The audited block is a day older.',
    onPinned((block) => ({ ...block, timestamp: numberToHex(BigInt(block.timestamp) - 86_400n) })),
  ),
  lie(
    'moves the times of old blocks',
    'Every block but the last one is a day older.',
    onBlocks((block, { number }) =>
      BigInt(block.number) === number ? block : { ...block, timestamp: numberToHex(BigInt(block.timestamp) - 86_400n) },
    ),
  ),
  lie(
    'empties the bloom filters',
    'Blocks say that they hold no logs.',
    onBlocks((block) => ({ ...block, logsBloom: `0x${'00'.repeat(256)}` })),
  ),
  lie(
    'gives another block for the hash',
    'Asked for the audited block, the endpoint gives the one before, under the hash of the right one.',
    (scene) =>
      async ({ method }, honest) => {
        if (method !== 'eth_getBlockByHash') return honest()
        const params = [numberToHex(scene.number - 1n), false]
        const before = (await honest({ method: 'eth_getBlockByNumber', params })) as Block
        return { ...before, hash: scene.hash }
      },
    'refused',
  ),
  lie(
    'has a stale head',
    'The endpoint stops ten blocks before the audited one and calls its last block by its number and hash.',
    (scene) => async (call, honest) => {
      const isPinned =
        (call.method === 'eth_getBlockByHash' && lower(call.params[0]) === lower(scene.hash)) ||
        (call.method === 'eth_getBlockByNumber' && lower(call.params[0]) === lower(numberToHex(scene.number)))
      if (!isPinned) return honest()
      const params = [numberToHex(scene.number - 10n), false]
      const old = (await honest({ method: 'eth_getBlockByNumber', params })) as Block
      return { ...old, number: numberToHex(scene.number), hash: scene.hash }
    },
  ),
  lie(
    'builds a block on another',
    'A header in the middle names another parent.',
    onBlocks((block, { number }) => (BigInt(block.number) === number - 12n ? { ...block, parentHash: HASH } : block)),
  ),
  lie(
    'forges receipts',
    'Receipts say that other gas was used.',
    onReceipts((receipt) => ({ ...receipt, cumulativeGasUsed: numberToHex(BigInt(receipt.cumulativeGasUsed) + 1n) })),
  ),
  lie(
    'says that transactions failed',
    'Receipts tell of failure.',
    onReceipts((receipt) => ({ ...receipt, status: '0x0' })),
  ),
  lie('hides a settlement everywhere', 'Neither logs nor receipts have it.', onAllLogs(without(is('Settled')))),
  lie(
    'changes an amount everywhere',
    'Logs and receipts name the same wrong amount of a collection.',
    onAllLogs(first(is('Collected'), (log) => ({ ...log, data: withWord(log.data, 0, (word) => word + 1n) }))),
  ),
  lie(
    'changes a payee everywhere',
    'Logs and receipts name an insider as the payee of a settlement.',
    onAllLogs(
      first(is('Settled'), (log, { life }) => ({
        ...log,
        topics: [log.topics[0]!, log.topics[1]!, pad(life.of('insider')).toLowerCase() as Hex],
      })),
    ),
  ),
  lie(
    'hides a transfer of the asset everywhere',
    'Neither logs nor receipts have what left the escrow.',
    onAllLogs(without(is('Transfer', 'token'))),
  ),
  lie(
    'forges the proof of an account',
    'A node of the escrow’s account proof is changed.',
    onProofs('escrow', (proof) => ({ ...proof, accountProof: spoilt(proof.accountProof) })),
  ),
  lie(
    'proves another account',
    'For the escrow the endpoint gives another escrow’s account and storage.',
    onProofs('escrow', async (_, other, scene) => other(scene.other)),
  ),
  lie(
    'claims that the escrow is not there',
    'The account proof ends early, and what is told is an empty account.',
    onProofs('escrow', (proof) => ({ ...proof, accountProof: proof.accountProof.slice(0, -1) })),
  ),
  lie(
    'says that the escrow has other code',
    'The code hash beside the proof is another.',
    onProofs('escrow', (proof) => ({ ...proof, codeHash: HASH })),
  ),
  lie(
    'says that the escrow has other storage',
    'The storage root beside the proof is another.',
    onProofs('escrow', (proof) => ({ ...proof, storageHash: HASH })),
  ),
  lie(
    'changes a value of the storage',
    'A slot’s value is changed, its proof is not.',
    onValues('escrow', (cell) => ({ ...cell, value: numberToHex(BigInt(cell.value) + 1n) })),
  ),
  lie(
    'forges the proof of a slot',
    'Nodes of storage proofs are changed as well.',
    onValues('escrow', (cell) => ({ ...cell, value: numberToHex(BigInt(cell.value) + 1n), proof: spoilt(cell.proof) })),
  ),
  lie(
    'claims that a slot is empty',
    'Values are told to be 0, and the proofs end early.',
    onValues('escrow', (cell) => ({ ...cell, value: '0x0', proof: cell.proof.slice(0, -1) })),
  ),
  lie(
    'claims that all storage is empty',
    'Values are told to be 0, without any proof.',
    onValues('escrow', (cell) => ({ ...cell, value: '0x0', proof: [] })),
  ),
  lie(
    'changes a balance of the asset',
    'The token’s storage is told to hold a unit more, its proof is not changed.',
    onValues('token', (cell) => ({ ...cell, value: numberToHex(BigInt(cell.value) + 1n) })),
  ),
  lie(
    'answers balanceOf with less',
    'Calls of the token tell a unit less than its storage has.',
    onCall(BALANCE_OF, (answer) => numberToHex(BigInt(answer) - 1n, { size: 32 })),
    'proof',
    'token',
    'state',
  ),
]
