/** The chain that all EVMs run: its rules, its accounts and its contracts. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type PrefixedHexString, hexToBytes } from '@ethereumjs/util'
import { Interface, SigningKey, computeAddress, getCreateAddress, id } from 'ethers'

/** The rules of both EVMs. Prague: delegated accounts (EIP-7702) and the prices of today's mainnet for calldata. */
export const HARDFORK = 'prague'
export const CHAIN_ID = 31_337
/** Unix seconds of the first block. */
export const GENESIS_TIME = 1_000_000_000
/** Wei of each account at genesis. */
export const GENESIS_BALANCE = 10n ** 24n

/**
 * Contracts that a block calls by itself: beacon roots (EIP-4788), block hashes (EIP-2935), withdrawals (EIP-7002), consolidations
 * (EIP-7251). EDR has two of them and calls none, geth calls all: here they do nothing, so that all EVMs agree on the state.
 */
export const SYSTEM_CONTRACTS = [
  '0x000F3df6D732807Ef1319fB7B8bB8522d0Beac02',
  '0x0000F90827F1C53a10cb7A02335B175320002935',
  '0x00000961Ef480Eb55e80D19ad83579A64c007002',
  '0x0000BBdDc7CE488642fb579F8B00f3a590007251',
]
/** The code of them: one instruction, the end. */
export const STOP = '0x00'

export type Hex = PrefixedHexString

/** `text` as hex, which it must be. */
export function hex(text: string): Hex {
  if (!text.startsWith('0x')) throw new Error(`${text} is not hex`)
  return text as Hex
}

const EOA_MEMBERS = ['member0', 'member1', 'member2', 'member3', 'member4', 'member5', 'delegated'] as const
export const FUNDERS = ['funder0', 'funder1', 'funder2'] as const
export const SOLVERS = ['solver0', 'solver1'] as const
export const ROLES = ['deployer', ...FUNDERS, ...SOLVERS, 'payee', 'stranger', 'arbiter', ...EOA_MEMBERS] as const
export type Role = (typeof ROLES)[number]

export interface Account {
  key: SigningKey
  privateKey: Uint8Array
  /** Uncompressed, without its first byte. */
  publicKey: Uint8Array
  address: Hex
}

/** Worthless outside this chain: each key follows from its name. */
function account(name: string): Account {
  const key = new SigningKey(id(`Lodestone, second EVM: ${name}`))
  return {
    key,
    privateKey: hexToBytes(hex(key.privateKey)),
    publicKey: hexToBytes(hex(key.publicKey)).slice(1),
    address: hex(computeAddress(key)),
  }
}

const accounts = new Map(ROLES.map((role) => [role, account(role)]))

export function accountOf(role: Role): Account {
  const found = accounts.get(role)
  if (found === undefined) throw new Error(`no account ${role}`)
  return found
}

export const addressOf = (role: Role): Hex => accountOf(role).address

const ARTIFACTS = join(import.meta.dirname, '../../../artifacts/contracts')

/** What the compiler made of a contract, `path` without its ending. */
export function artifact(path: string): { abi: Interface; bytecode: Hex } {
  const name = path.split('/').at(-1) ?? ''
  const text = readFileSync(join(ARTIFACTS, `${path}.sol`, `${name}.json`), 'utf8')
  const { abi, bytecode } = JSON.parse(text) as { abi: ConstructorParameters<typeof Interface>[0]; bytecode: Hex }
  return { abi: new Interface(abi), bytecode }
}

/** Deployed in this order by the deployer: the n-th has the address of its nonce n. */
const DEPLOYED = [
  'token',
  'implementation',
  'factory',
  'router',
  'directory',
  'weth',
  'vault',
  'wallet0',
  'wallet1',
  'permissive',
  'burner',
  'bomb',
] as const
export type Deployed = (typeof DEPLOYED)[number]

export const CONTRACTS = Object.fromEntries(
  DEPLOYED.map((name, nonce) => [name, hex(getCreateAddress({ from: addressOf('deployer'), nonce }))]),
) as Record<Deployed, Hex>

export const ABI = {
  token: artifact('mocks/TestToken').abi,
  escrow: artifact('Escrow').abi,
  factory: artifact('EscrowFactory').abi,
  router: artifact('periphery/PledgeRouter').abi,
  directory: artifact('periphery/OperatorDirectory').abi,
  weth: artifact('mocks/tokens/WrappedEther').abi,
  vault: artifact('mocks/tokens/SavingsVault').abi,
  wallet: artifact('mocks/members/MemberWallet').abi,
}

/** Who may sit on a panel, and who signs for it (`undefined`: its contract takes or burns anything). */
export const MEMBERS: { address: Hex; signer: Role | undefined }[] = [
  ...EOA_MEMBERS.map((role) => ({ address: addressOf(role), signer: role })),
  { address: CONTRACTS.wallet0, signer: 'member0' },
  { address: CONTRACTS.wallet1, signer: 'stranger' },
  { address: CONTRACTS.permissive, signer: undefined },
  { address: CONTRACTS.burner, signer: undefined },
  { address: CONTRACTS.bomb, signer: undefined },
]
