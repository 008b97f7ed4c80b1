/** Balances of tokens that keep them in different places. */
import { expect } from 'chai'
import { encodeFunctionData, keccak256, parseAbi, toHex, zeroAddress, type Address } from 'viem'
import type { BalanceLayout } from '../../../audit/prove/balanceSlot.ts'
import { auditWith, changing, rules, type Changed } from './liar.ts'
import { addressOf, FUNDER, FUNDER_2, Played, proveWorld, STRANGER, type ProveWorld } from './world.ts'
import { UNIT } from '../../sdk/world.ts'

const tokenAbi = parseAbi([
  'function mint(address to, uint256 amount)',
  'function seize(address from, uint256 amount)',
  'function configureMinter(address minter, uint256 amount)',
  'function deposit() payable',
])
const HIDDEN = BigInt(keccak256(toHex('a slot that nobody would guess')))
/** No fees, so that pledges alone move the token. */
const PLAIN = { arbiter: zeroAddress, challengeWithin: 0n, arbitrateWithin: 0n, claimFee: 0n, challengeFee: 0n }

describe('audit: balances', function () {
  this.timeout(120_000)
  let world: ProveWorld
  before(async () => {
    world = await proveWorld('EDR')
  })

  /** An escrow with two pledges in a token whose funders have different balances. */
  async function pledged(asset: Address, prepare: Parameters<typeof encodeFunctionData>[0][] = []): Promise<Played> {
    const p = await Played.create(world, { ...PLAIN, asset })
    for (const call of prepare) await p.send(FUNDER, asset, encodeFunctionData(call))
    for (const [role, amount] of [
      [FUNDER, 1_000n * UNIT],
      [FUNDER_2, 777n * UNIT],
    ] as const) {
      const args = [addressOf(role), amount] as const
      await p.send(FUNDER, asset, encodeFunctionData({ abi: tokenAbi, functionName: 'mint', args }))
    }
    await p.pledge(FUNDER, 300n * UNIT)
    await p.pledge(FUNDER_2, 200n * UNIT + 1n)
    return p
  }
  const layoutToken = (layout: number) => world.deploy('mocks/tokens/LayoutToken.sol/LayoutToken', [layout])
  const balance = async (p: Played, changed: Changed = {}) => {
    const audit = await auditWith(p, changed)
    return { audit, statement: audit.statements.find(({ what }) => what.startsWith('the balance'))! }
  }
  const withLayout = (p: Played, layout: BalanceLayout): Changed => ({
    query: { layouts: new Map([[p.subject.terms.asset.toLowerCase(), layout]]) },
  })

  const tokens: [string, () => Promise<Played>, string][] = [
    ['OpenZeppelin’s ERC-20', () => pledged(world.token), "slot 0 (solidity's order)"],
    [
      'FiatToken as it is in the mocks',
      async () => {
        const token = await world.deploy('mocks/tokens/FiatToken.sol/FiatToken', [])
        const args = [addressOf(FUNDER), 2n ** 100n] as const
        return pledged(token, [{ abi: tokenAbi, functionName: 'configureMinter', args }])
      },
      "slot 2 (solidity's order)",
    ],
    ['Vyper’s order', async () => pledged(await layoutToken(0)), "slot 3 (vyper's order)"],
    [
      'a namespace',
      async () => pledged(await layoutToken(1)),
      'slot 0x52c63247e1f47db19d5ce0460030c497f067ca4cebf71ba98eeadabe20bace00',
    ],
    ['USDC’s packed words', async () => pledged(await layoutToken(2)), "slot 9 (solidity's order)"],
    ['Solady', async () => pledged(await layoutToken(3)), "Solady's slot"],
  ]
  for (const [name, make, where] of tokens) {
    it(`proves them with ${name}`, async () => {
      const { audit, statement } = await balance(await make())
      expect(audit.findings).to.deep.equal([])
      expect(statement.standing).to.equal('proved')
      expect(statement.how).to.include(where)
    })
  }

  it('masks what is packed beside a balance', async () => {
    // Marked holders: those with odd addresses.
    let p = await pledged(await layoutToken(2))
    for (let i = 0n; BigInt(p.subject.escrow) % 2n === 0n; i++) {
      p = await pledged(await layoutToken(2))
      expect(i < 20n, 'an escrow with an odd address').to.equal(true)
    }
    const { audit, statement } = await balance(p)
    expect(audit.findings).to.deep.equal([])
    expect(statement.standing).to.equal('proved')
  })

  it('only checks them where it does not find the place, unless it is told', async () => {
    const p = await pledged(await layoutToken(4))
    const unknown = await balance(p)
    expect(unknown.audit.findings).to.deep.equal([])
    expect(unknown.statement.standing).to.equal('checked')
    expect(unknown.statement.how).to.include('balanceOf')
    const told = await balance(p, withLayout(p, { slot: HIDDEN, order: 'solidity', bits: 256 }))
    expect(told.audit.findings).to.deep.equal([])
    expect(told.statement.standing).to.equal('proved')
    const wrong = await balance(p, withLayout(p, { slot: 5n, order: 'vyper', bits: 256 }))
    expect(rules(wrong.audit)).to.deep.equal(['S1', 'proof', 'token'])
  })

  it('finds an endpoint whose balanceOf is not what is proved', async () => {
    const p = await pledged(await layoutToken(0))
    const lie = changing('eth_call', () => `0x${(501n * UNIT).toString(16).padStart(64, '0')}`)
    const told = await balance(p, { lie, ...withLayout(p, { slot: 3n, order: 'vyper', bits: 256 }) })
    expect(rules(told.audit), 'where the layout is known').to.deep.equal(['proof'])
    const found = await balance(p, { lie })
    expect(found.statement.standing, 'where it is not, nothing is proved').to.equal('checked')
    expect(rules(found.audit), 'and the lie is not what the transfers make').to.deep.equal(['token'])
  })

  it('finds a token that moves money without saying so', async () => {
    const p = await pledged(await layoutToken(1))
    const made = 500n * UNIT + 1n
    const args = [p.subject.escrow, 5n] as const
    await p.send(STRANGER, p.subject.terms.asset, encodeFunctionData({ abi: tokenAbi, functionName: 'seize', args }))
    const state: Changed['state'] = (one) => (one.balance = made)
    const { audit } = await balance(p, { state })
    expect(audit.findings.map(({ rule, grade, expected, actual }) => [rule, grade, expected, actual])).to.deep.equal([
      ['token', 'broken promise', `${made}`, `${made - 5n}`],
      ['S1', 'broken promise', `at least ${made}`, `${made - 5n}`],
    ])
    const unproved = await balance(p, { state, hash: false })
    expect(unproved.audit.findings.map(({ rule, grade }) => [rule, grade])).to.deep.equal([
      ['state', 'fault'],
      ['S1', 'fault'],
    ])
  })

  it('finds nothing to compare where nobody has anything', async () => {
    const p = await Played.create(world, { ...PLAIN, asset: await layoutToken(0) })
    const { audit, statement } = await balance(p)
    expect(audit.findings).to.deep.equal([])
    expect(statement.standing).to.equal('checked')
  })
})
