/** What is deployed where: follows from the artifacts and the salt alone, so it is known before any chain is asked. */
import type { Artifact, ArtifactManager } from 'hardhat/types/artifacts'
import type { HardhatConfig } from 'hardhat/types/config'
import { AbiCoder, Interface, concat, getCreate2Address, keccak256 } from 'ethers'

/** CreateX: the same address and code on every chain. */
export const CREATE_X = '0xba5Ed099633D3B313e4D5F7bdc1305d3c28ba5Ed'
export const CREATE_X_CODE_HASH = '0xbd8a7ea8cfca7b4e5f5041d7d4b17bc317c5ce42cfbc42066a00cf26b43eb53f'

export type Role = 'implementation' | 'factory' | 'router' | 'directory'
type ContractName = 'Escrow' | 'EscrowFactory' | 'PledgeRouter' | 'OperatorDirectory'

/** One contract of the deployment. */
export interface Planned {
  role: Role
  name: ContractName
  artifact: Artifact
  /** ABI-encoded constructor arguments. */
  args: string
  initCode: string
  address: string
}

/** The four contracts in the order of deployment: each may depend on those before it. */
export async function plan(artifacts: ArtifactManager, salt: string): Promise<Planned[]> {
  // CreateX hashes a salt that starts neither with the sender nor with zeros.
  const guarded = keccak256(AbiCoder.defaultAbiCoder().encode(['bytes32'], [salt]))
  const at = async (role: Role, name: ContractName, args: string[]): Promise<Planned> => {
    const artifact = await artifacts.readArtifact(name)
    const encoded = new Interface(artifact.abi).encodeDeploy(args)
    const initCode = concat([artifact.bytecode, encoded])
    return {
      role,
      name,
      artifact,
      args: encoded,
      initCode,
      address: getCreate2Address(CREATE_X, guarded, keccak256(initCode)),
    }
  }
  const implementation = await at('implementation', 'Escrow', [])
  const factory = await at('factory', 'EscrowFactory', [implementation.address])
  const router = await at('router', 'PledgeRouter', [factory.address])
  const directory = await at('directory', 'OperatorDirectory', [factory.address])
  return [implementation, factory, router, directory]
}

/** The salt of hardhat.config.ts. */
export function saltOf(config: HardhatConfig): string {
  const salt = config.ignition.strategyConfig?.create2?.salt
  if (salt === undefined) throw new Error('ignition.strategyConfig.create2.salt is missing in hardhat.config.ts')
  return salt
}

/** Whether `code` is the artifact's runtime code, whatever its immutables hold (the address commits to these). */
export function isCodeOf(artifact: Artifact, code: string): boolean {
  return blank(artifact, code) === blank(artifact, artifact.deployedBytecode)
}

function blank(artifact: Artifact, code: string): string {
  let digits = code.toLowerCase()
  for (const references of Object.values(artifact.immutableReferences ?? {})) {
    for (const { start, length } of references) {
      const from = 2 + 2 * start
      digits = digits.slice(0, from) + '0'.repeat(2 * length) + digits.slice(from + 2 * length)
    }
  }
  return digits
}
