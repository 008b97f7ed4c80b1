/** Pledges through the router, permits, and the directory of operators. */
import { expect } from 'chai'
import { decodeFunctionData, encodeFunctionData, erc20Abi, parseAbi, zeroAddress, type Address, type Hex } from 'viem'
import { pledgeRouterAbi } from '../../sdk/abi/pledgeRouter.ts'
import { accept } from '../../sdk/actions/accept.ts'
import { create } from '../../sdk/actions/create.ts'
import { getAcceptance } from '../../sdk/actions/getAcceptance.ts'
import { getOperator } from '../../sdk/actions/getOperator.ts'
import { pledge } from '../../sdk/actions/pledge.ts'
import { pledgeMany } from '../../sdk/actions/pledgeMany.ts'
import { pledgeNative } from '../../sdk/actions/pledgeNative.ts'
import { pledgeThroughVault } from '../../sdk/actions/pledgeThroughVault.ts'
import { publish } from '../../sdk/actions/publish.ts'
import { signPermit } from '../../sdk/actions/signPermit.ts'
import type { Writer } from '../../sdk/actions/writer.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import { RevertError } from '../../sdk/errors/RevertError.ts'
import { OUTCOME, sampleTerms } from './samples.ts'
import { mintAbi, sdkWorld, UNIT, type SdkWorld } from './world.ts'

const CAP = 1000n * UNIT
const ETHER = 10n ** 18n

describe('sdk: the pledge router', function () {
  this.timeout(60_000)
  let w: SdkWorld
  let router: Address
  let directory: Address
  let weth: Address
  let vault: Address
  let writer: Writer
  let funder: Address
  let escrows = 0n

  before(async () => {
    w = await sdkWorld()
    router = await w.deploy('periphery/PledgeRouter.sol/PledgeRouter', [w.origin.factory])
    directory = await w.deploy('periphery/OperatorDirectory.sol/OperatorDirectory', [w.origin.factory])
    weth = await w.deploy('mocks/tokens/WrappedEther.sol/WrappedEther', [])
    vault = await w.deploy('mocks/tokens/SavingsVault.sol/SavingsVault', [w.token])
  })
  let turn = 0
  beforeEach(() => {
    // Another funder each time: no allowance is left from before.
    writer = w.writers[turn++ % 8]!
    funder = writer.wallet.account.address
  })

  /** An escrow that differs from all others by its end of pledging. */
  const escrowOver = async (asset: Address = w.token, scale = UNIT): Promise<Address> => {
    const terms = await sampleTerms(w, { asset })
    const curve = [terms.curve[0]!, { measurement: 100n, price: 1000n * scale }]
    const own = { curve, cap: 1000n * scale, threshold: 100n * scale, pledgeBy: terms.pledgeBy - escrows++ }
    return (await create(w.writers[0]!, w.origin, { ...terms, ...own }, OUTCOME)).escrow
  }
  const balance = (token: Address, account: Address): Promise<bigint> =>
    w.client.readContract({ address: token, abi: erc20Abi, functionName: 'balanceOf', args: [account] })
  const allowance = (token: Address, owner = funder): Promise<bigint> =>
    w.client.readContract({ address: token, abi: erc20Abi, functionName: 'allowance', args: [owner, router] })
  const nonce = () => w.client.getTransactionCount({ address: funder })
  const send = (as: Writer, to: Address, data: `0x${string}`) => as.wallet.sendTransaction({ to, data, chain: null })
  const thrownBy = (run: Promise<unknown>): Promise<unknown> =>
    run.then(
      () => expect.fail('nothing was thrown'),
      (error: unknown) => error,
    )
  const expectRevert = async (run: Promise<unknown>, name: string): Promise<void> => {
    const error = await thrownBy(run)
    expect(error, String(error)).to.be.instanceOf(RevertError)
    expect((error as RevertError).errorName).to.equal(name)
  }
  const expectInput = async (run: Promise<unknown>, ...paths: string[]): Promise<void> => {
    const error = await thrownBy(run)
    expect(error, String(error)).to.be.instanceOf(InputError)
    expect((error as InputError).faults.map(({ path }) => path)).to.deep.equal(paths)
  }

  describe('pledgeMany', () => {
    it('pledges to several escrows in one transaction, approving exactly the sum', async () => {
      const [a, b] = [await escrowOver(), await escrowOver()]
      const before = await nonce()
      const { result } = await pledgeMany(writer, router, [
        { escrow: a, amount: 3n * UNIT },
        { escrow: b, amount: 4n * UNIT },
      ])
      expect(result).to.deep.equal([3n * UNIT, 4n * UNIT])
      expect([await balance(a, funder), await balance(b, funder)], 'shares').to.deep.equal([3n * UNIT, 4n * UNIT])
      expect(await allowance(w.token), 'allowance left').to.equal(0n)
      expect((await nonce()) - before, 'transactions: approve, pledge').to.equal(2)
    })

    it('pledges what still fits and approves no more, where the entry allows it', async () => {
      const [full, open] = [await escrowOver(), await escrowOver()]
      await pledge(w.writers[9]!, full, { amount: CAP - 2n * UNIT })
      const entries = (least: bigint) => [
        { escrow: full, amount: 5n * UNIT, least },
        { escrow: open, amount: UNIT },
      ]
      await expectRevert(pledgeMany(writer, router, entries(2n * UNIT + 1n)), 'TooLittleFits')
      expect(await allowance(w.token), 'nothing was approved').to.equal(0n)
      const { result } = await pledgeMany(writer, router, entries(0n))
      expect(result).to.deep.equal([2n * UNIT, UNIT])
      expect(await allowance(w.token), 'allowance left').to.equal(0n)
      const skipped = await pledgeMany(writer, router, entries(0n))
      expect(skipped.result).to.deep.equal([0n, UNIT])
    })

    it('takes tokens apart: each is approved for its own sum', async () => {
      const other = await w.deploy('mocks/TestToken.sol/TestToken', ['Other', 'OTH', 6])
      const args = [funder, 10n * UNIT] as const
      await send(writer, other, encodeFunctionData({ abi: mintAbi, functionName: 'mint', args }))
      const [a, b] = [await escrowOver(), await escrowOver(other)]
      const pledged = await pledgeMany(writer, router, [
        { escrow: a, amount: UNIT },
        { escrow: b, amount: 10n * UNIT },
      ])
      expect(pledged.result).to.deep.equal([UNIT, 10n * UNIT])
      expect([await allowance(w.token), await allowance(other)]).to.deep.equal([0n, 0n])
    })

    it('refuses entries that cannot be meant, all at once', async () => {
      const escrow = await escrowOver()
      await expectInput(pledgeMany(writer, router, []), '')
      const wrong = [
        { escrow, amount: 0n },
        { escrow, amount: 1n },
      ]
      await expectInput(pledgeMany(writer, router, wrong), '0.amount', '1.escrow')
    })

    it('refuses what is no escrow before anything is approved', async () => {
      await expectRevert(pledgeMany(writer, router, [{ escrow: w.token, amount: 1n }]), 'unknown')
      const foreign = await w.deploy('EscrowFactory.sol/EscrowFactory', [w.origin.implementation])
      const terms = await sampleTerms(w, { pledgeBy: (await w.now()) + 1000n })
      const { escrow } = await create(w.writers[0]!, { ...w.origin, factory: foreign }, terms, OUTCOME)
      await expectRevert(pledgeMany(writer, router, [{ escrow, amount: 1n }], { permit: true }), 'NotEscrow')
    })
  })

  describe('permit', () => {
    it('is sent along in one transaction, and leaves no allowance', async () => {
      const escrow = await escrowOver()
      const before = await nonce()
      const { result } = await pledgeMany(writer, router, [{ escrow, amount: 5n * UNIT }], { permit: true })
      expect(result).to.deep.equal([5n * UNIT])
      expect((await nonce()) - before, 'transactions').to.equal(1)
      expect(await allowance(w.token)).to.equal(0n)
    })

    it('is skipped where the allowance is there', async () => {
      const escrow = await escrowOver()
      const args = [router, 5n * UNIT] as const
      await send(writer, w.token, encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args }))
      const mute = Object.create(writer.wallet) as Writer['wallet']
      mute.signTypedData = () => Promise.reject(new Error('asked to sign'))
      const { result } = await pledgeMany({ ...writer, wallet: mute }, router, [{ escrow, amount: 5n * UNIT }], {
        permit: true,
      })
      expect(result).to.deep.equal([5n * UNIT])
    })

    it('that somebody else sent first is no failure', async () => {
      const escrow = await escrowOver()
      const permit = parseAbi(['function permit(address,address,uint256,uint256,uint8,bytes32,bytes32)'])
      const stolen = Object.create(writer.wallet) as Writer['wallet']
      // What is sent first waits while somebody who saw it sends its permit.
      stolen.sendTransaction = (async (transaction: Parameters<typeof writer.wallet.sendTransaction>[0]) => {
        const [calls] = decodeFunctionData({ abi: pledgeRouterAbi, data: transaction.data! }).args as [Hex[]]
        const { args } = decodeFunctionData({ abi: pledgeRouterAbi, data: calls[0]! })
        const [, value, deadline, v, r, s] = args as [Address, bigint, bigint, number, Hex, Hex]
        const data = encodeFunctionData({ abi: permit, args: [funder, router, value, deadline, v, r, s] })
        await send(w.writers[9]!, w.token, data)
        return writer.wallet.sendTransaction(transaction)
      }) as Writer['wallet']['sendTransaction']
      const { result } = await pledgeMany({ ...writer, wallet: stolen }, router, [{ escrow, amount: UNIT }], {
        permit: true,
      })
      expect(result).to.deep.equal([UNIT])
      expect(await balance(escrow, funder)).to.equal(UNIT)
    })

    it('is signed only where the domain is the token’s own', async () => {
      const deadline = (await w.now()) + 100n
      for (const token of [
        weth,
        w.origin.factory,
        await w.deploy('mocks/periphery/PhantomToken.sol/PhantomToken', []),
      ]) {
        await expectInput(signPermit(writer, token, router, 1n, deadline), 'permit')
      }
    })

    it('is not signed for a token that answers with the domain of another', async () => {
      // Answers every call as TUSD does: copies the calldata, calls, returns what came back.
      const mirror = `365f5f375f5f365f73${w.token.slice(2)}5afa503d5f5f3e3d5ff3`
      const init: Hex = `0x60${(mirror.length / 2).toString(16)}8060095f395ff3${mirror}`
      const hash = await writer.wallet.deployContract({ abi: [], bytecode: init, chain: null })
      const token = (await w.client.waitForTransactionReceipt({ hash })).contractAddress!
      const separator = {
        abi: parseAbi(['function DOMAIN_SEPARATOR() view returns (bytes32)']),
        functionName: 'DOMAIN_SEPARATOR',
      } as const
      expect(await w.client.readContract({ ...separator, address: token }), 'it claims the domain of TUSD').to.equal(
        await w.client.readContract({ ...separator, address: w.token }),
      )
      await expectInput(signPermit(writer, token, router, 1n, (await w.now()) + 100n), 'permit')
    })
  })

  describe('pledgeNative', () => {
    it('sends exactly what fits', async () => {
      const [a, b] = [await escrowOver(weth, ETHER), await escrowOver(weth, ETHER)]
      const before = await w.client.getBalance({ address: funder })
      const pledged = await pledgeNative(writer, router, [
        { escrow: a, amount: 2n * ETHER },
        { escrow: b, amount: 2000n * ETHER, least: 0n },
      ])
      expect(pledged.result).to.deep.equal([2n * ETHER, 1000n * ETHER])
      const sent = await w.client.getTransaction({ hash: pledged.transaction!.hash })
      expect(sent.value).to.equal(1002n * ETHER)
      const gas = pledged.transaction!.gasUsed * sent.gasPrice!
      expect(before - (await w.client.getBalance({ address: funder }))).to.equal(1002n * ETHER + gas)
    })

    it('refuses a token that is not wrapped ETH', async () => {
      const phantom = await w.deploy('mocks/periphery/PhantomToken.sol/PhantomToken', [])
      const escrow = await escrowOver(phantom)
      await expectRevert(pledgeNative(writer, router, [{ escrow, amount: 5n }]), 'NotWrapped')
    })
  })

  describe('pledgeThroughVault', () => {
    it('buys and pledges vault shares, spending no more than the amount', async () => {
      const escrow = await escrowOver(vault)
      const before = await balance(w.token, funder)
      const { result } = await pledgeThroughVault(writer, router, w.token, [{ escrow, amount: 7n * UNIT }])
      expect(result).to.deep.equal([7n * UNIT])
      expect(before - (await balance(w.token, funder))).to.equal(7n * UNIT)
      expect(await balance(escrow, funder)).to.equal(7n * UNIT)
      expect(await allowance(w.token)).to.equal(0n)
    })

    it('bounds the rate: a vault that became dearer meanwhile is refused', async () => {
      const own = await w.deploy('mocks/tokens/SavingsVault.sol/SavingsVault', [w.token])
      const escrow = await escrowOver(own)
      await pledgeThroughVault(writer, router, w.token, [{ escrow, amount: 10n * UNIT }])
      const donate = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [own, UNIT] })
      const late = await w.overtaken(() => send(w.writers[9]!, w.token, donate))
      const lateFunder = late.wallet.account.address
      const mint = encodeFunctionData({ abi: mintAbi, functionName: 'mint', args: [lateFunder, 100n * UNIT] })
      await send(w.writers[9]!, w.token, mint)
      // The donation comes between the quote and the pledge.
      await expectRevert(pledgeThroughVault(late, router, w.token, [{ escrow, amount: 10n * UNIT }]), 'TooLittleFits')
      expect(await balance(w.token, lateFunder), 'nothing was spent').to.equal(100n * UNIT)
      const wide = await pledgeThroughVault(late, router, w.token, [{ escrow, amount: 10n * UNIT, least: 9n * UNIT }])
      expect(Number(wide.result![0]), 'at the new rate').to.be.within(9_000_000, 9_100_000)
    })

    it('takes a permit of the underlying token', async () => {
      const escrow = await escrowOver(vault)
      const before = await nonce()
      const entries = [{ escrow, amount: 2n * UNIT }]
      const { result } = await pledgeThroughVault(writer, router, w.token, entries, { permit: true })
      expect(result).to.deep.equal([2n * UNIT])
      expect((await nonce()) - before, 'transactions').to.equal(1)
    })

    it('refuses a vault of another token before anything is approved', async () => {
      const escrow = await escrowOver(vault)
      await expectRevert(pledgeThroughVault(writer, router, weth, [{ escrow, amount: 1n }]), 'OtherUnderlying')
    })
  })

  describe('the directory', () => {
    const operator = { endpoint: 'https://member.example', encryptionKey: 'age1member' }

    it('knows nothing of who never published', async () => {
      const nothing = { endpoint: '', encryptionKey: '', publishedAt: 0n }
      expect(await getOperator(w.client, directory, zeroAddress)).to.deep.equal(nothing)
    })

    it('gives back what was published', async () => {
      await publish(writer, directory, operator)
      expect(await getOperator(w.client, directory, funder)).to.deep.equal({ ...operator, publishedAt: await w.now() })
      await expectRevert(publish(writer, directory, { ...operator, endpoint: 'x'.repeat(257) }), 'EndpointLength')
      await expectRevert(publish(writer, directory, { ...operator, encryptionKey: '' }), 'EncryptionKeyLength')
    })

    it('records the acceptance of a member, once', async () => {
      const escrow = await escrowOver()
      const member = w.panel[1]!
      expect(await getAcceptance(w.client, directory, { member, escrow })).to.equal(undefined)
      await accept(w.writer(member), directory, escrow)
      expect(await getAcceptance(w.client, directory, { member, escrow })).to.equal(await w.now())
      await expectRevert(accept(w.writer(member), directory, escrow), 'AlreadyAccepted')
      await expectRevert(accept(writer, directory, escrow), 'NotMember')
      await expectRevert(accept(w.writer(member), directory, w.token), 'NotEscrow')
    })
  })
})
