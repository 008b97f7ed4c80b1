/** Entry points around the escrow: the factory, shares, views, router, directory, and the tokens and wallets they meet. */
import { MaxUint256, type TypedDataField, TypedDataEncoder, ZeroAddress, ZeroHash } from 'ethers'
import { type Action, on } from './actions.ts'
import { ABI, CHAIN_ID, CONTRACTS, FUNDERS, type Hex, type Role, addressOf, accountOf, hex } from './chain.ts'
import { data } from './setup.ts'
import type { Tale } from './tale.ts'
import { DOCUMENT, HOUR } from './terms.ts'
import type { Call } from './transactions.ts'

const PERMIT: Record<string, TypedDataField[]> = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
}

/** The arguments of a permit of `owner` for `token`, signed. */
function permit(tale: Tale, owner: Role, spender: string, token: string, name: string): unknown[] {
  const value = tale.random.big(1n, 10n ** 12n)
  const deadline = tale.random.chance(0.9) ? tale.now + HOUR : tale.now - 1n
  const domain = { name, version: '1', chainId: CHAIN_ID, verifyingContract: token }
  const message = { owner: addressOf(owner), spender, value, nonce: 0, deadline }
  const { v, r, s } = accountOf(owner).key.sign(TypedDataEncoder.hash(domain, PERMIT, message))
  return [value, deadline, v, r, s]
}

const anybody = (tale: Tale): Role => tale.random.pick(['stranger', 'payee', ...FUNDERS])
const isPledging = (tale: Tale) => !tale.passed && tale.now <= tale.terms.pledgeBy && tale.pledged < tale.terms.cap
const pledgesIn = (asset: Hex) => (tale: Tale) =>
  tale.terms.asset === asset ? (isPledging(tale) ? 6 : 0.3) : isPledging(tale) ? 0.15 : 0.05

/** The escrow of the tale, sometimes twice, seldom something that is none. */
function pledges(tale: Tale, from: Role, asset: Hex): unknown[][] {
  const left = tale.terms.cap > tale.pledged ? tale.terms.cap - tale.pledged : 1n
  return Array.from({ length: tale.random.pick([1, 1, 1, 2]) }, () => {
    const assets = tale.random.chance(0.2) ? left * 2n : tale.random.big(0n, left)
    const least = tale.random.chance(0.85) ? 0n : tale.random.big(0n, assets)
    if (tale.terms.asset === asset && assets >= least) tale.pledge(from, assets < left ? assets : left)
    return [tale.random.chance(0.97) ? tale.escrow : CONTRACTS.token, assets, least]
  })
}

function route(name: 'pledge' | 'pledgeThroughVault', asset: Hex, underlying: Hex[] = []): Action['make'] {
  return (tale) => {
    const from = tale.random.pick(FUNDERS)
    return { from, to: CONTRACTS.router, data: data('router', name, [...underlying, pledges(tale, from, asset)]) }
  }
}

const VIEWS = [
  ...[
    'terms',
    'status',
    'pledged',
    'progress',
    'paid',
    'refundable',
    'held',
    'passed',
    'claimsEnd',
    'docket',
    'ranking',
  ],
  ...['asset', 'name', 'symbol', 'decimals', 'totalAssets', 'totalSupply', 'DOMAIN_SEPARATOR', 'eip712Domain'],
]
const VIEWS_OF_ACCOUNT = ['owed', 'maxDeposit', 'maxMint', 'maxRedeem', 'maxWithdraw', 'balanceOf', 'nonces']
const VIEWS_OF_AMOUNT = [
  'previewRedeem',
  'previewWithdraw',
  'convertToAssets',
  'convertToShares',
  'previewDeposit',
  'previewMint',
]

/** A view, sent as a transaction: it changes nothing and its gas must agree. */
function look(tale: Tale): Omit<Call, 'entry'> {
  const { random } = tale
  const from = anybody(tale)
  const key = tale.claims.length > 0 ? random.pick(tale.claims).key : ZeroHash
  const [name, values] = random.pick<[string, unknown[]]>([
    [random.pick(VIEWS), []],
    [random.pick(VIEWS), []],
    [random.pick(VIEWS_OF_ACCOUNT), [addressOf(anybody(tale))]],
    [random.pick(VIEWS_OF_AMOUNT), [random.pick([0n, MaxUint256, random.big(1n, 10n ** 13n)])]],
    ['claimOf', [key]],
    ['keyAt', [random.pick([ZeroHash, key]), random.below(4)]],
  ])
  return on(tale, from, name, values)
}

/** All but what `CLAIM_ACTIONS` has. */
export const OTHER_ACTIONS: Action[] = [
  { entry: 'Escrow views', weight: () => 1.5, make: look },
  {
    entry: 'Escrow.transfer',
    weight: (tale) => (tale.shares.size > 0 ? 1 : 0.1),
    make: (tale) => {
      const [from, shares] = tale.random.pick([...tale.shares, ['funder0', 5n] as const])
      const part = tale.random.big(0n, shares)
      const to = tale.random.pick(FUNDERS)
      tale.shares.set(from, shares - part)
      tale.shares.set(to, (tale.shares.get(to) ?? 0n) + part)
      return on(tale, from, 'transfer', [tale.random.chance(0.05) ? ZeroAddress : addressOf(to), part])
    },
  },
  {
    entry: 'Escrow.approve',
    weight: () => 0.6,
    make: (tale) =>
      on(tale, tale.random.chance(0.5) ? 'funder0' : tale.random.pick(FUNDERS), 'approve', [
        addressOf('stranger'),
        tale.random.big(0n, 10n ** 12n),
      ]),
  },
  {
    entry: 'Escrow.transferFrom',
    weight: () => 0.6,
    make: (tale) => {
      const owner = addressOf(tale.random.chance(0.5) ? 'funder0' : tale.random.pick(FUNDERS))
      const values = [owner, addressOf('payee'), tale.random.chance(0.3) ? 0n : tale.random.big(0n, 1_000n)]
      return on(tale, tale.random.chance(0.7) ? 'stranger' : 'payee', 'transferFrom', values)
    },
  },
  {
    entry: 'Escrow.permit',
    weight: () => 0.6,
    make: (tale) => {
      const owner = tale.random.pick(FUNDERS)
      const signed = permit(tale, owner, addressOf('stranger'), tale.escrow, 'Lodestone')
      return on(tale, anybody(tale), 'permit', [addressOf(owner), addressOf('stranger'), ...signed])
    },
  },
  {
    entry: 'Factory.create',
    weight: () => 0.8,
    make: (tale) => {
      const wrong = tale.random.pick([
        {},
        { minStep: 0n },
        { quorum: 33n },
        { pledgeBy: tale.now - 1n },
        { cap: 2n ** 200n },
        { panel: [] },
        { holdback: 10_001n },
      ])
      const document = tale.random.chance(0.9) ? DOCUMENT : '0x00'
      return {
        from: anybody(tale),
        to: CONTRACTS.factory,
        data: data('factory', 'create', [{ ...tale.terms, ...wrong }, document]),
      }
    },
  },
  {
    entry: 'Factory views',
    weight: () => 0.4,
    make: (tale) => {
      const body = tale.random.pick([
        data('factory', 'addressOf', [tale.terms]),
        data('factory', 'isEscrow', [tale.random.pick([tale.escrow, CONTRACTS.token])]),
        data('factory', 'implementation', []),
      ])
      return { from: anybody(tale), to: CONTRACTS.factory, data: body }
    },
  },
  { entry: 'Router.pledge', weight: pledgesIn(CONTRACTS.token), make: route('pledge', CONTRACTS.token) },
  {
    entry: 'Router.pledgeThroughVault',
    weight: pledgesIn(CONTRACTS.vault),
    make: route('pledgeThroughVault', CONTRACTS.vault, [CONTRACTS.token]),
  },
  {
    entry: 'Router.pledgeNative',
    weight: pledgesIn(CONTRACTS.weth),
    make: (tale) => {
      const from = tale.random.pick(FUNDERS)
      const body = data('router', 'pledgeNative', [pledges(tale, from, CONTRACTS.weth)])
      return { from, to: CONTRACTS.router, data: body, value: tale.random.chance(0.85) ? 10n ** 13n : 5n }
    },
  },
  {
    entry: 'Router.permit',
    weight: () => 0.6,
    make: (tale) => {
      const from = anybody(tale)
      const signed = permit(tale, from, CONTRACTS.router, CONTRACTS.token, 'Test Dollar')
      return { from, to: CONTRACTS.router, data: data('router', 'permit', [CONTRACTS.token, ...signed]) }
    },
  },
  {
    entry: 'Router.multicall',
    weight: (tale) => (isPledging(tale) ? 1.2 : 0.2),
    make: (tale) => {
      const from = tale.random.pick(FUNDERS)
      const signed = permit(tale, from, CONTRACTS.router, CONTRACTS.token, 'Test Dollar')
      const calls = [
        data('router', 'permit', [CONTRACTS.token, ...signed]),
        data('router', 'pledge', [pledges(tale, from, CONTRACTS.token)]),
      ]
      return { from, to: CONTRACTS.router, data: data('router', 'multicall', [tale.random.chance(0.8) ? calls : []]) }
    },
  },
  {
    entry: 'Directory.publish',
    weight: () => 0.4,
    make: (tale) => {
      const key = 'k'.repeat(tale.random.pick([0, 62, 62, 1_959]))
      return {
        from: 'member0',
        to: CONTRACTS.directory,
        data: data('directory', 'publish', ['https://member.example', key]),
      }
    },
  },
  {
    entry: 'Directory.accept',
    weight: () => 0.6,
    make: (tale) => {
      const from = tale.random.pick<Role>(['member0', 'member1', 'member2', 'member3', 'delegated'])
      return { from, to: CONTRACTS.directory, data: data('directory', 'accept', [tale.escrow]) }
    },
  },
  {
    entry: 'Wallet.rotate',
    weight: () => 0.2,
    make: (tale) => {
      const signer = addressOf(tale.random.pick(['stranger', 'payee']))
      return { from: anybody(tale), to: CONTRACTS.wallet1, data: data('wallet', 'rotate', [signer]) }
    },
  },
  {
    entry: 'Token.transfer',
    weight: () => 0.5,
    make: (tale) => ({
      from: anybody(tale),
      to: CONTRACTS.token,
      data: hex(ABI.token.encodeFunctionData('transfer', [tale.escrow, tale.random.big(0n, 10n ** 6n)])),
    }),
  },
]
