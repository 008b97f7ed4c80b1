/** What the makers of calls draw from: one escrow at one moment, and who acts. */
import { encodeFunctionData, maxUint256, type Abi, type Address, type Hex } from 'viem'
import { escrowAbi } from '../../../sdk/abi/escrow.ts'
import { pledgeRouterAbi } from '../../../sdk/abi/pledgeRouter.ts'
import type { Random } from '../../assurance/evm/random.ts'
import { DELEGATED, FUNDERS, MEMBERS, OWNERS, PAYEES, SOLVERS, STRANGER, type Person } from './people.ts'
import type { Scene, SceneClaim } from './scene.ts'
import { walletAbi, tokenAbi, type Call, type Stage } from './stage.ts'

const ABIS = { escrow: escrowAbi, router: pledgeRouterAbi, token: tokenAbi, wallet: walletAbi }
const ITEMS: ReadonlyMap<string, Abi> = new Map(
  Object.entries(ABIS).flatMap(([kind, abi]) =>
    (abi as Abi).flatMap((item) => (item.type === 'function' ? [[`${kind}.${item.name}`, [item]] as const] : [])),
  ),
)

/** The calldata of a function, by kind of contract and name. */
export function encode(name: string, args: readonly unknown[]): Hex {
  const abi = ITEMS.get(name)
  if (abi === undefined) throw new Error(`no contract has ${name}`)
  return encodeFunctionData({ abi, args })
}

/** What lasts for one history. */
export interface Cast {
  random: Random
  stage: Stage
  /** Whose signatures each wallet among the members takes now. */
  owners: Map<Address, Person>
  /** Owner and spender of each allowance given. */
  allowed: Set<string>
}

export class Maker {
  readonly random: Random
  readonly stage: Stage
  readonly scene: Scene
  readonly now: bigint
  /** Whether the contract account acts where anybody may, so that all calls fit into one transaction. */
  readonly batched: boolean
  readonly #cast: Cast

  constructor(cast: Cast, scene: Scene, now: bigint, batched: boolean) {
    this.random = cast.random
    this.stage = cast.stage
    this.scene = scene
    this.now = now
    this.batched = batched
    this.#cast = cast
  }

  /** Somebody of `people`, or the contract account. */
  someone(people: readonly Person[]): Address {
    return this.batched || this.random.chance(0.12) ? this.stage.house : this.random.pick(people).address
  }

  anybody(): Address {
    return this.someone([STRANGER, ...PAYEES, ...FUNDERS, ...SOLVERS])
  }

  /** Who gets money: anybody, seldom the escrow itself. */
  payee(): Address {
    const { random, stage, scene } = this
    if (random.chance(0.01)) return scene.escrow
    return random.pick([...PAYEES, ...SOLVERS, STRANGER, ...MEMBERS.slice(0, 2), { address: stage.house }]).address
  }

  /** Calls the escrow. */
  on(from: Address, name: string, args: readonly unknown[]): Call {
    return { from, to: this.scene.escrow, data: encode(`escrow.${name}`, args) }
  }

  /** Calls that let `spender` take the asset of `owner`, where it may not yet. */
  allowing(owner: Address, spender: Address = this.scene.escrow, token: Address = this.scene.terms.asset): Call[] {
    const pair = `${owner} ${spender} ${token}`
    if (this.#cast.allowed.has(pair)) return []
    this.#cast.allowed.add(pair)
    return [{ from: owner, to: token, data: encode('token.approve', [spender, maxUint256]) }]
  }

  /** One of `likely`, seldom any claim; undefined where there is none. */
  aim(likely: readonly SceneClaim[]): SceneClaim | undefined {
    const all = [...this.scene.claims.values()]
    if (likely.length > 0 && this.random.chance(0.96)) return this.random.pick(likely)
    return all.length > 0 ? this.random.pick(all) : undefined
  }

  /** Who signs for a member. */
  signer(member: Address): Person {
    const known = this.#cast.owners.get(member) ?? MEMBERS.find(({ address }) => address === member)
    if (known === undefined) throw new Error(`nobody signs for ${member}`)
    return known
  }

  /** Lets another owner sign for a wallet. */
  rotate(wallet: Address): Call {
    const owner = this.random.pick([...OWNERS, DELEGATED])
    this.#cast.owners.set(wallet, owner)
    return { from: STRANGER.address, to: wallet, data: encode('wallet.rotate', [owner.address]) }
  }
}
