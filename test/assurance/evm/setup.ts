/** The world in which every sequence starts: all contracts deployed, everybody with tokens, one account delegated. */
import { AbiCoder, MaxUint256, ZeroHash } from 'ethers'
import { ABI, CONTRACTS, FUNDERS, type Hex, ROLES, type Role, SOLVERS, addressOf, artifact, hex } from './chain.ts'
import type { Call } from './transactions.ts'

/** Base units that each account gets of each token. */
export const PURSE = 10n ** 15n

/** The transactions that make the world, in blocks. */
export function setup(): Call[][] {
  const approvals = FUNDERS.map((from) =>
    call(from, CONTRACTS.token, data('token', 'approve', [CONTRACTS.router, MaxUint256])),
  )
  const mints = ROLES.map((role) =>
    call('deployer', CONTRACTS.token, data('token', 'mint', [addressOf(role), PURSE * 2n])),
  )
  const wraps = [...FUNDERS, ...SOLVERS, 'stranger' as const].map((from) => ({
    ...call(from, CONTRACTS.weth, data('weth', 'deposit', [])),
    value: PURSE,
  }))
  const savings = [...FUNDERS, ...SOLVERS, 'stranger' as const].flatMap((from) => [
    call(from, CONTRACTS.token, data('token', 'approve', [CONTRACTS.vault, MaxUint256])),
    call(from, CONTRACTS.vault, data('vault', 'deposit', [PURSE, addressOf(from)])),
  ])
  const delegation = { ...call('deployer', addressOf('deployer'), '0x'), type: 4 as const }
  return [deployments(), [...mints, ...approvals], [...wraps, ...savings, delegation]]
}

/** In the order of `DEPLOYED`. */
function deployments(): Call[] {
  const { implementation, factory, token } = CONTRACTS
  return [
    deploy('mocks/TestToken', ['string', 'string', 'uint8'], ['Test Dollar', 'TUSD', 6]),
    { ...deploy('Escrow', [], []), gasLimit: 10_000_000n },
    deploy('EscrowFactory', ['address'], [implementation]),
    deploy('periphery/PledgeRouter', ['address'], [factory]),
    deploy('periphery/OperatorDirectory', ['address'], [factory]),
    deploy('mocks/tokens/WrappedEther', [], []),
    deploy('mocks/tokens/SavingsVault', ['address'], [token]),
    deploy('mocks/members/MemberWallet', ['address'], [addressOf('member0')]),
    deploy('mocks/members/MemberWallet', ['address'], [addressOf('stranger')]),
    deploy('mocks/members/MemberPermissive', [], []),
    deploy('mocks/members/MemberGasBurner', [], []),
    deploy('mocks/members/MemberReturnBomb', ['bytes32', 'bool'], [ZeroHash, false]),
  ]
}

function deploy(path: string, types: string[], values: unknown[]): Call {
  const code = artifact(path).bytecode + AbiCoder.defaultAbiCoder().encode(types, values).slice(2)
  return { entry: `deploy ${path}`, from: 'deployer', to: undefined, data: hex(code) }
}

const call = (from: Role, to: Hex, body: Hex): Call => ({ entry: 'setup', from, to, data: body })

/** The calldata of `name` of the contract kind `abi`. */
export function data(abi: keyof typeof ABI, name: string, values: unknown[]): Hex {
  return hex(ABI[abi].encodeFunctionData(name, values))
}
