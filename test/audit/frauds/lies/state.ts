/** Endpoints that lie about code, terms and the chain itself, or answer with what is none. */
import { numberToHex, type Hex } from 'viem'
import { packTerms } from '../../../../sdk/model/termsCode.ts'
import { Bytes } from '../../../oracle/chain/endpoints.ts'
import type { Lie } from '../lie.ts'
import type { Scene } from '../scene.ts'

const lower = (one: unknown) => String(one).toLowerCase()

/** The code of the escrow, wherever it is told. */
const onCode =
  (change: (code: Hex, scene: Scene) => Hex): Lie['behave'] =>
  (scene) =>
  async ({ method, params }, honest) => {
    const answer = await honest()
    const isIts = method === 'eth_getCode' && lower(params[0]) === lower(scene.escrow)
    return isIts ? change(answer as Hex, scene) : answer
  }

/** The proxy before the terms, in hex digits with the 0x. */
const PROXY = 2 + 45 * 2

const onMethod =
  (wanted: string, answer: (honest: unknown) => unknown): Lie['behave'] =>
  () =>
  async ({ method }, honest) =>
    method === wanted ? answer(await honest()) : honest()

export const STATE_LIES: Lie[] = [
  {
    name: 'shows other terms',
    how: 'The terms in the escrow’s code have a claim fee of one unit.',
    rules: ['T1'],
    behave: onCode(
      (code, { life }) => `${code.slice(0, PROXY)}${packTerms({ ...life.terms, claimFee: 1n }).slice(2)}` as Hex,
    ),
  },
  {
    name: 'shows another escrow’s terms',
    how: 'The terms are those of another escrow of the factory.',
    rules: ['T1'],
    behave: (scene) => async (call, honest) => {
      const isIts = call.method === 'eth_getCode' && lower(call.params[0]) === lower(scene.escrow)
      return isIts ? honest({ params: [scene.other, ...call.params.slice(1)] }) : honest()
    },
  },
  {
    name: 'shows a proxy of another implementation',
    how: 'The code of the escrow names the factory as what it runs.',
    rules: ['T1'],
    behave: onCode((code, { factory }) => `0x363d3d373d3d3d363d73${lower(factory).slice(2)}${code.slice(62)}` as Hex),
  },
  {
    name: 'shows no code',
    how: 'The escrow is told to have none.',
    rules: ['T1'],
    behave: onCode(() => '0x'),
  },
  {
    name: 'names another chain',
    how: 'The chain id is another, so that signatures are of another domain.',
    rules: ['observe'],
    behave: onMethod('eth_chainId', () => numberToHex(1)),
  },
  {
    name: 'knows no such block',
    how: 'The audited block is told not to be there.',
    rules: 'refused',
    behave: onMethod('eth_getBlockByHash', () => null),
  },
  {
    name: 'has no receipts',
    how: 'Receipts are told not to be there.',
    rules: 'refused',
    behave: onMethod('eth_getTransactionReceipt', () => null),
  },
  {
    name: 'gives no proofs',
    how: 'What is asked to be proved is answered without a proof.',
    rules: 'refused',
    behave: onMethod('eth_getProof', (answer) => ({ ...(answer as object), accountProof: null })),
  },
  {
    name: 'breaks off within a log',
    how: 'An answer ends in the middle.',
    rules: 'refused',
    behave: onMethod(
      'eth_getLogs',
      (answer) => new Bytes(JSON.stringify({ jsonrpc: '2.0', id: 1, result: answer }).slice(0, 300)),
    ),
  },
  {
    name: 'gives something else than logs',
    how: 'Asked for logs, the endpoint answers with a number.',
    rules: 'refused',
    behave: onMethod('eth_getLogs', () => '0x1'),
  },
]
