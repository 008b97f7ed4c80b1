/** Safe 1.5.0 from its authors' package, deployed for real: singleton, proxy factory, fallback handler, MultiSend. */
import { createRequire } from 'node:module'
import { ethers } from '../../support/escrow.ts'
import type { Observer } from '../../support/escrow.ts'

const require = createRequire(import.meta.url)

interface Artifact {
  abi: object[]
  bytecode: string
}

const artifact = (path: string) =>
  require(`@safe-global/safe-smart-account/build/artifacts/contracts/${path}.json`) as Artifact

async function deploy(path: string) {
  const [deployer] = await ethers.getSigners()
  const { abi, bytecode } = artifact(path)
  const contract = await new ethers.ContractFactory(abi, bytecode, deployer).deploy()
  return { contract: new ethers.Contract(await contract.getAddress(), abi, deployer) }
}

type Contract = Awaited<ReturnType<typeof deploy>>['contract']

/** A transaction for a Safe to make. */
export interface Call {
  to: string
  data: string
  value?: bigint
}

export interface Deployment {
  singleton: Contract
  factory: Contract
  handler: Contract
  multiSend: Contract
}

/** What is on a chain once for all Safes. */
export async function deploySafes(): Promise<Deployment> {
  const { contract: singleton } = await deploy('Safe.sol/Safe')
  const { contract: factory } = await deploy('proxies/SafeProxyFactory.sol/SafeProxyFactory')
  const { contract: handler } = await deploy('handler/CompatibilityFallbackHandler.sol/CompatibilityFallbackHandler')
  const { contract: multiSend } = await deploy('libraries/MultiSend.sol/MultiSend')
  return { singleton, factory, handler, multiSend }
}

const byAddress = (x: { address: string }, y: { address: string }) => (BigInt(x.address) < BigInt(y.address) ? -1 : 1)

const SAFE_TX = {
  SafeTx: [
    { name: 'to', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'data', type: 'bytes' },
    { name: 'operation', type: 'uint8' },
    { name: 'safeTxGas', type: 'uint256' },
    { name: 'baseGas', type: 'uint256' },
    { name: 'gasPrice', type: 'uint256' },
    { name: 'gasToken', type: 'address' },
    { name: 'refundReceiver', type: 'address' },
    { name: 'nonce', type: 'uint256' },
  ],
}

/** One Safe. It signs observations like any other observer, by the keys that are given to `as`. */
export class Safe {
  readonly address: string
  readonly #contract: Contract
  readonly #multiSend: Contract

  constructor(address: string, deployment: Deployment) {
    this.address = address
    this.#contract = new ethers.Contract(address, deployment.singleton.interface, deployment.singleton.runner)
    this.#multiSend = deployment.multiSend
  }

  /** A new Safe, of which `threshold` of `owners` decide. */
  static async create(deployment: Deployment, owners: Observer[], threshold: number): Promise<Safe> {
    const { singleton, factory, handler } = deployment
    const setup = singleton.interface.encodeFunctionData('setup', [
      owners.map((owner) => owner.address),
      threshold,
      ethers.ZeroAddress,
      '0x',
      await handler.getAddress(),
      ethers.ZeroAddress,
      0,
      ethers.ZeroAddress,
    ])
    const create = factory.getFunction('createProxyWithNonce')
    const args = [await singleton.getAddress(), setup, BigInt(await ethers.provider.getBlockNumber())]
    const address = (await create.staticCall(...args)) as string
    await create(...args)
    return new Safe(address, deployment)
  }

  async #domain() {
    const { chainId } = await ethers.provider.getNetwork()
    return { chainId, verifyingContract: this.address }
  }

  /** Signs what an observer signs, as the Safe's message, by `owners`. */
  as(owners: Observer[]): Observer {
    return {
      address: this.address,
      signTypedData: async (domain, types, value) => {
        const digest = ethers.TypedDataEncoder.hash(domain, types, value)
        const message = { SafeMessage: [{ name: 'message', type: 'bytes' }] }
        const own = await this.#domain()
        return ethers.concat(
          await Promise.all([...owners].sort(byAddress).map((o) => o.signTypedData(own, message, { message: digest }))),
        )
      },
    }
  }

  /** Makes `call`, signed by `owners`; `operation` 1 is a call of foreign code as the Safe. */
  async execute(owners: Observer[], call: Call, operation = 0) {
    const tx = {
      to: call.to,
      value: call.value ?? 0n,
      data: call.data,
      operation,
      ...{ safeTxGas: 0n, baseGas: 0n, gasPrice: 0n, gasToken: ethers.ZeroAddress, refundReceiver: ethers.ZeroAddress },
      nonce: (await this.#contract.getFunction('nonce').staticCall()) as bigint,
    }
    const own = await this.#domain()
    const signatures = await Promise.all([...owners].sort(byAddress).map((o) => o.signTypedData(own, SAFE_TX, tx)))
    return (await this.#contract.getFunction('execTransaction')(
      ...[tx.to, tx.value, tx.data, tx.operation, tx.safeTxGas, tx.baseGas, tx.gasPrice, tx.gasToken],
      tx.refundReceiver,
      ethers.concat(signatures),
    )) as unknown
  }

  /** Makes all `calls` in one transaction, by MultiSend. */
  async executeAll(owners: Observer[], calls: Call[]) {
    const packed = ethers.concat(
      calls.map(({ to, data, value = 0n }) =>
        ethers.solidityPacked(
          ['uint8', 'address', 'uint256', 'uint256', 'bytes'],
          [0, to, value, ethers.dataLength(data), data],
        ),
      ),
    )
    const data = this.#multiSend.interface.encodeFunctionData('multiSend', [packed])
    return this.execute(owners, { to: await this.#multiSend.getAddress(), data }, 1)
  }

  /** Replaces owner `old` by `new_`. */
  async rotate(owners: Observer[], old: string, new_: string) {
    const list = (await this.#contract.getFunction('getOwners').staticCall()) as string[]
    const before = list[list.indexOf(old) - 1] ?? '0x0000000000000000000000000000000000000001'
    const data = this.#contract.interface.encodeFunctionData('swapOwner', [before, old, new_])
    return this.execute(owners, { to: this.address, data })
  }

  /** The version that the deployed code names. */
  async version(): Promise<string> {
    return (await this.#contract.getFunction('VERSION').staticCall()) as string
  }
}
