import {
  domainSeparator,
  isAddressEqual,
  keccak256,
  parseAbi,
  parseSignature,
  stringToHex,
  zeroAddress,
  type Address,
  type Hex,
  type PublicClient,
  type TypedDataDomain,
} from 'viem'
import { ConnectionError } from '../errors/ConnectionError.ts'
import { explainRevert } from '../errors/explainRevert.ts'
import { InputError } from '../errors/InputError.ts'
import { explained } from './explained.ts'
import type { Writer } from './writer.ts'

/** The EIP-712 types of a permit (EIP-2612). */
const PERMIT_TYPES = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
} as const

const PERMIT_TYPE_HASH = keccak256(
  stringToHex('Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)'),
)

const permitAbi = parseAbi([
  'function DOMAIN_SEPARATOR() view returns (bytes32)',
  'function PERMIT_TYPEHASH() view returns (bytes32)',
  'function nonces(address owner) view returns (uint256)',
  'function name() view returns (string)',
  'function version() view returns (string)',
  'function eip712Domain() view returns (bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)',
])

/** A signed permit, as the router takes it. */
export interface Permit {
  token: Address
  value: bigint
  deadline: bigint
  v: number
  r: Hex
  s: Hex
}

/**
 * Signs a permit for `spender` over `value` base units of `token` as the writer (EIP-2612). Nothing is sent. Before anything is signed,
 * the token's domain (EIP-5267, or name and version), which must name this token and chain, must hash to the token's own `DOMAIN_SEPARATOR`.
 * @param deadline unix seconds, last second included.
 * @throws {InputError} when the token has no such permit, or the writer has no key to sign with.
 */
export async function signPermit(
  writer: Writer,
  token: Address,
  spender: Address,
  value: bigint,
  deadline: bigint,
): Promise<Permit> {
  const { client, wallet } = writer
  const owner = wallet.account.address
  if (writer.batch !== undefined) {
    throw refused(owner, 'cannot sign a permit: it makes its transactions elsewhere; approve instead')
  }
  const facts = await readPermitFacts(client, token, owner)
  if (facts === undefined) throw refused(token, 'has no permit (EIP-2612) that can be verified; approve instead')
  const { domain, nonce } = facts
  const message = { owner, spender, value, nonce, deadline }
  const signature = await explained(() =>
    wallet.signTypedData({ account: wallet.account, domain, types: PERMIT_TYPES, primaryType: 'Permit', message }),
  )
  const { r, s, yParity } = parseSignature(signature)
  return { token, value, deadline, v: 27 + yParity, r, s }
}

/** Whether `signPermit` can sign a permit of `token` for `owner`: nothing is asked of a wallet. */
export async function hasPermit(client: PublicClient, token: Address, owner: Address): Promise<boolean> {
  return (await readPermitFacts(client, token, owner)) !== undefined
}

/** The owner's nonce and the domain of the token's permits; undefined where there is none that can be verified. */
async function readPermitFacts(
  client: PublicClient,
  token: Address,
  owner: Address,
): Promise<{ domain: TypedDataDomain; nonce: bigint } | undefined> {
  const contract = { address: token, abi: permitAbi } as const
  const chainId = await explained(() => client.getChainId())
  const [separator, nonce, typeHash, described, name, version] = await Promise.all([
    optional(client.readContract({ ...contract, functionName: 'DOMAIN_SEPARATOR' })),
    optional(client.readContract({ ...contract, functionName: 'nonces', args: [owner] })),
    optional(client.readContract({ ...contract, functionName: 'PERMIT_TYPEHASH' })),
    optional(client.readContract({ ...contract, functionName: 'eip712Domain' })),
    optional(client.readContract({ ...contract, functionName: 'name' })),
    optional(client.readContract({ ...contract, functionName: 'version' })),
  ])
  // DAI's permit is another one, and says so.
  if (separator === undefined || nonce === undefined || (typeHash ?? PERMIT_TYPE_HASH) !== PERMIT_TYPE_HASH) return
  const common = { chainId, verifyingContract: token }
  const candidates: TypedDataDomain[] = [
    ...(described === undefined ? [] : [describedDomain(described)]),
    ...[version, '1', '2'].flatMap((one) =>
      name === undefined || one === undefined ? [] : [{ name, version: one, ...common }],
    ),
    ...(name === undefined ? [] : [{ name, ...common }]),
  ]
  // A token may describe the domain of another one: what is signed would be a permit for that one.
  const own = candidates.filter(
    (one) => isAddressEqual(one.verifyingContract ?? zeroAddress, token) && Number(one.chainId) === chainId,
  )
  const domain = own.find((one) => domainSeparator({ domain: one }) === separator)
  return domain === undefined ? undefined : { domain, nonce }
}

/** The domain that a token describes (EIP-5267): only the fields that its bitmap names are part of it. */
function describedDomain([fields, name, version, chainId, verifyingContract, salt]: readonly [
  Hex,
  string,
  string,
  bigint,
  Address,
  Hex,
  readonly bigint[],
]): TypedDataDomain {
  const has = (bit: number): boolean => ((Number(fields) >> bit) & 1) === 1
  return {
    ...(has(0) ? { name } : {}),
    ...(has(1) ? { version } : {}),
    ...(has(2) ? { chainId } : {}),
    ...(has(3) ? { verifyingContract } : {}),
    ...(has(4) ? { salt } : {}),
  }
}

/** What a token answers; undefined where it has no such function. */
async function optional<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read
  } catch (error) {
    const explanation = explainRevert(error)
    if (explanation instanceof ConnectionError) throw explanation
    return undefined
  }
}

function refused(value: string, message: string): InputError {
  return new InputError('permit', [{ path: 'permit', value, message }])
}
