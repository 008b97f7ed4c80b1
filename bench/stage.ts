/** What every measurement needs: token, factory, roles, escrows with known terms, claims and signed observations. */
import { type Address, type Hex, encodeAbiParameters, keccak256, maxUint256, stringToHex } from 'viem'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { z } from 'zod'
import { type Chain, type Contract, START, startChain } from './chain.ts'

export const DAY = 86_400n
/** One whole token of 6 decimals. */
export const TOKEN = 1_000_000n
export const NO_TARGET: Hex = `0x${'00'.repeat(32)}`
/** 60 bytes. */
export const URI = 'ipfs://bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aq4a'
/** 80 bytes. */
export const GROUNDS = 'The canary left by timing of the scheduler: 14 kbit/s over 3 days, log in bundle.'.slice(0, 80)
/** An outcome document of 2,048 bytes. */
export const DOCUMENT = stringToHex(`{"text":"${'An outcome that is wanted. '.repeat(80)}`.slice(0, 2046) + '"}')

const TYPES = {
  Observation: [
    { name: 'claim', type: 'bytes32' },
    { name: 'member', type: 'address' },
    { name: 'measurement', type: 'uint64' },
    { name: 'report', type: 'bytes32' },
  ],
} as const

const RULES = { Units: 0, Record: 1, Contest: 2 } as const

/** Fixed addresses and digests, by label. */
export const digest = (label: string): Hex => keccak256(stringToHex(`lodestone bench ${label}`))
export const account = (label: string): Address => privateKeyToAccount(digest(label)).address

export interface Options {
  rule: keyof typeof RULES
  /** Basis points kept back for 180 days. */
  holdback: bigint
  /** Tells escrows of equal terms apart. */
  number: bigint
}

export interface Claim {
  key: Hex
  /** Gas of filing it. */
  gas: number
}

export interface Stage {
  chain: Chain
  roles: { funder: Address; second: Address; third: Address; solver: Address; arbiter: Address; anyone: Address }
  create(options: Options): Promise<{ escrow: Contract; gas: number }>
  /** Files a claim by the solver; the payee is fresh unless given. */
  file(escrow: Contract, label: string, options?: { target?: Hex; payee?: Address }): Promise<Claim>
  /** Mints one token to `holder`: the next tokens are not its first. */
  give(holder: Address): Promise<number>
  /** Submits one observation of each member from seat `from` on, in one transaction. */
  observe(escrow: Contract, claim: Claim, measurements: bigint[], from?: number): Promise<number>
}

function terms(asset: Address, panel: Address[], arbiter: Address, { rule, holdback, number }: Options) {
  // Six points; a contest's curve ends at its number of prizes.
  const step = rule === 'Contest' ? 1n : 1000n
  const prices = [0n, 350_000n, 650_000n, 900_000n, 1_100_000n, 1_250_000n]
  return {
    outcome: keccak256(DOCUMENT),
    asset,
    rule: RULES[rule],
    curve: prices.map((price, i) => ({ measurement: BigInt(i) * step, price: price * TOKEN })),
    minStep: 1n,
    pledgeBy: START + 30n * DAY + number,
    threshold: 1000n * TOKEN,
    cap: 1_250_000n * TOKEN,
    claimBy: START + 365n * DAY,
    verifyWithin: 60n * DAY,
    challengeWithin: 30n * DAY,
    arbitrateWithin: 30n * DAY,
    lastCall: rule === 'Contest' ? 30n * DAY : 0n,
    panel,
    quorum: 3n,
    arbiter,
    claimFee: 0n,
    challengeFee: 0n,
    holdback,
    warranty: holdback > 0n ? 180n * DAY : 0n,
  }
}

/** A fresh chain with token, factory and funded roles. */
export async function setStage(): Promise<Stage> {
  const chain = await startChain()
  const address = z.custom<Address>((value) => typeof value === 'string')
  const [funder, second, third, solver, arbiter, anyone] = z
    .tuple([address, address, address, address, address, address])
    .rest(address)
    .parse(chain.accounts.slice(1))
  const members = Array.from({ length: 5 }, (_, i): PrivateKeyAccount => privateKeyToAccount(digest(`member ${i}`)))
  members.sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1))

  const token = await chain.deploy('TestToken', ['Test Dollar', 'TUSD', 6])
  const implementation = await chain.deploy('Escrow', [])
  const factory = await chain.deploy('EscrowFactory', [implementation.address])
  for (const holder of [funder, second, third, anyone]) {
    await chain.send(anyone, token, 'mint', [holder, 10_000_000n * TOKEN])
  }

  async function create(options: Options) {
    const panel = members.map((member) => member.address)
    const t = terms(token.address, panel, arbiter, options)
    const gas = await chain.send(funder, factory, 'create', [t, DOCUMENT])
    const escrow = { address: await chain.readAddress(factory, 'addressOf', [t]), abi: implementation.abi }
    for (const holder of [funder, second, third, anyone]) {
      await chain.send(holder, token, 'approve', [escrow.address, maxUint256])
    }
    return { escrow, gas }
  }

  async function file(
    escrow: Contract,
    label: string,
    options: { target?: Hex; payee?: Address } = {},
  ): Promise<Claim> {
    const { target = NO_TARGET, payee = account(`payee ${label}`) } = options
    const rest = [digest(`commitment ${label}`), payee, URI]
    const gas =
      target === NO_TARGET
        ? await chain.send(solver, escrow, 'file', rest)
        : await chain.send(solver, escrow, 'fileBreak', [target, ...rest])
    const types = [{ type: 'address' }, { type: 'bytes32' }, { type: 'bytes32' }] as const
    const key = keccak256(encodeAbiParameters(types, [solver, digest(`commitment ${label}`), target]))
    return { key, gas }
  }

  const give = (holder: Address) => chain.send(anyone, token, 'mint', [holder, TOKEN])

  async function observe(escrow: Contract, claim: Claim, measurements: bigint[], from = 0): Promise<number> {
    const domain = { name: 'Lodestone', version: '1', chainId: chain.chainId, verifyingContract: escrow.address }
    const signed = members.slice(from, from + measurements.length).map(async (member, i) => {
      const seat = from + i
      const observed = { measurement: z.bigint().parse(measurements[i]), report: digest(`report ${seat}`) }
      const message = { claim: claim.key, member: member.address, ...observed }
      const signature = await member.signTypedData({ domain, types: TYPES, primaryType: 'Observation', message })
      return { seat, ...observed, signature }
    })
    return chain.send(anyone, escrow, 'observe', [claim.key, await Promise.all(signed)])
  }

  return { chain, roles: { funder, second, third, solver, arbiter, anyone }, create, file, give, observe }
}
