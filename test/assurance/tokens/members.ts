/** How each kind of member in members-table.ts is made. */
import { artifacts } from 'hardhat'
import { ethers, networkHelpers } from '../../support/escrow.ts'
import type { Observer, World } from '../../support/escrow.ts'
import type { Opened } from '../../support/claims.ts'
import { Safe, deploySafes } from './safe.ts'
import type { MemberName } from './members-table.ts'

export interface Member {
  address: string
  /** Who signs its observations. */
  signer: Observer
  /** What happens once the escrow exists and claim `key` is filed. */
  ready?: (o: Opened, key: string) => Promise<unknown>
  /** How it rules on claim `key`, where it can call at all. */
  rule?: (o: Opened, key: string, measurement: bigint) => Promise<unknown>
}

export type MakeMember = (w: World) => Promise<Member>

const MAGIC = ethers.zeroPadBytes('0x1626ba7e', 32)

/** A contract for which the stranger signs, whatever it makes of that. */
const contract =
  (name: string, ...args: unknown[]): MakeMember =>
  async (w) => {
    const deployed = await ethers.deployContract(name, args)
    return { address: await deployed.getAddress(), signer: w.stranger }
  }

/** Delegates a fresh EOA to the contract `name` by a transaction with its authorization. */
const delegated =
  (name: string, forged: boolean): MakeMember =>
  async (w) => {
    const wallet = ethers.Wallet.createRandom().connect(ethers.provider)
    await networkHelpers.setBalance(wallet.address, 10n ** 18n)
    const address = await (await ethers.deployContract(name)).getAddress()
    // The transaction itself uses nonce 0, so the authorization in it has nonce 1.
    const { chainId } = await ethers.provider.getNetwork()
    const authorizationList = [await wallet.authorize({ address, nonce: 1, chainId })]
    await wallet.sendTransaction({ type: 4, to: w.stranger.address, authorizationList, gasLimit: 100_000n })
    const code = await ethers.provider.getCode(wallet.address)
    if (code !== ethers.concat(['0xef0100', address])) throw new Error(`no delegation: the code is ${code}`)
    return {
      address: wallet.address,
      signer: forged ? w.stranger : wallet,
      rule: (o, key, measurement) => o.escrow.connect(wallet).rule(key, measurement, ''),
    }
  }

/** A contract that calls `name` of the escrow back when it is asked for a signature. */
const reentrant =
  (name: 'observe' | 'claimOf'): MakeMember =>
  async (w) => {
    const member = await contract('MemberReentrant')(w)
    const ready = async ({ escrow }: Opened, key: string) => {
      const data =
        name === 'observe'
          ? escrow.interface.encodeFunctionData('observe', [key, []])
          : escrow.interface.encodeFunctionData('claimOf', [key])
      await (await ethers.getContractAt('MemberReentrant', member.address)).arm(data)
    }
    return { ...member, ready }
  }

/** A Safe of funders, of whom `signers` sign. */
const safe =
  (signers: number): MakeMember =>
  async (w) => {
    const own = await Safe.create(await deploySafes(), w.funders, 2)
    const owners = w.funders.slice(0, signers)
    const member: Member = { address: own.address, signer: own.as(owners) }
    if (signers < 2) return member
    const rule = async (o: Opened, key: string, measurement: bigint) => {
      const data = o.escrow.interface.encodeFunctionData('rule', [key, measurement, ''])
      return own.execute(owners, { to: await o.escrow.getAddress(), data })
    }
    return { ...member, rule }
  }

export const MAKE: Record<MemberName, MakeMember> = {
  gasBurner: contract('MemberGasBurner'),
  bombOfGarbage: contract('MemberReturnBomb', ethers.ZeroHash, false),
  bombOfMagic: contract('MemberReturnBomb', MAGIC, false),
  bombReverting: contract('MemberReturnBomb', MAGIC, true),
  shortAnswer: contract('MemberShortAnswer'),
  reverting: contract('MemberReverting'),
  permissive: contract('MemberPermissive'),
  stateChanging: contract('MemberStateChanging'),
  reentrantWrite: reentrant('observe'),
  reentrantView: reentrant('claimOf'),
  codeGone: async (w) => {
    const member = await contract('MemberPermissive')(w)
    return { ...member, ready: () => networkHelpers.setCode(member.address, '0x') }
  },
  codeLater: async (w) => {
    const deployer = ethers.Wallet.createRandom().connect(ethers.provider)
    await networkHelpers.setBalance(deployer.address, 10n ** 18n)
    const address = ethers.getCreateAddress({ from: deployer.address, nonce: 0 })
    const ready = async () => {
      const { abi, bytecode } = await artifacts.readArtifact('MemberWallet')
      await new ethers.ContractFactory(abi, bytecode, deployer).deploy(w.stranger.address)
    }
    return { address, signer: w.stranger, ready }
  },
  delegatedRefusing: delegated('MemberReverting', false),
  delegatedPermissive: delegated('MemberPermissive', false),
  delegatedForged: delegated('MemberPermissive', true),
  safe: safe(2),
  safeOneOwner: safe(1),
}
