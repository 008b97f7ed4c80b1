/** The last calls of a history: everything is settled, released, collected and redeemed, as the liveness statement has it. */
import { zeroHash, type Address } from 'viem'
import { Rule } from '../../../sdk/model/terms.ts'
import { Maker, type Cast } from './maker.ts'
import type { Scene } from './scene.ts'
import type { Call } from './stage.ts'

/** A block to be: not before `at`. Its calls follow from what happened until then. */
interface Ending {
  at: bigint
  calls(): Call[]
}

/** The blocks that end `scenes`, in their order. */
export function endings(cast: Cast, scenes: readonly Scene[]): Ending[] {
  const later = (span: (scene: Scene) => bigint) =>
    scenes.reduce((latest, scene) => (span(scene) > latest ? span(scene) : latest), 0n)
  const clocks = ({ terms }: Scene) => terms.verifyWithin + terms.challengeWithin + terms.arbitrateWithin
  const decided = later((scene) => scene.terms.claimBy + clocks(scene)) + 1n
  const over = decided + 1n + later((scene) => scene.terms.warranty + clocks(scene)) + 1n
  const each = (at: bigint, calls: (make: Maker) => Call[]): Ending[] =>
    scenes.map((scene) => ({ at, calls: () => calls(new Maker(cast, scene, at, true)) }))
  return [
    ...each(decided, (make) => [make.on(make.stage.house, 'settle', [1_000]), ...award(make)]),
    ...each(over, (make) => [...settleBreaks(make), make.on(make.stage.house, 'release', [make.scene.keys])]),
    ...each(over, (make) => collectAll(make)),
    ...each(over, (make) => redeemAll(make)),
  ]
}

const award = (make: Maker): Call[] =>
  make.scene.terms.rule === Rule.Contest ? [make.on(make.stage.house, 'award', [])] : []

function settleBreaks(make: Maker): Call[] {
  const targets = new Set([...make.scene.claims.values()].flatMap(({ target, settled }) => (settled ? [] : [target])))
  return [...targets]
    .filter((key) => key !== zeroHash)
    .map((key) => make.on(make.stage.house, 'settleBreaks', [key, 1_000]))
}

/** Everybody, whoever may be owed something; where nothing is, the call fails inside the batch. */
function collectAll(make: Maker): Call[] {
  const { scene, stage } = make
  const payees = [...scene.claims.values()].map(({ payee }) => payee)
  const everybody = new Set<Address>([...scene.owed, ...payees, ...scene.terms.panel])
  return [...everybody].map((account) => make.on(stage.house, 'collect', [account, account]))
}

/** All who can send; shares that the escrow itself was given stay. */
function redeemAll(make: Maker): Call[] {
  const { scene, random } = make
  const holders = [...scene.shares].filter(([account, shares]) => shares > 0n && account !== scene.escrow)
  return random
    .some(holders, holders.length)
    .map(([account, shares]) => make.on(account, 'redeem', [shares, account, account]))
}
