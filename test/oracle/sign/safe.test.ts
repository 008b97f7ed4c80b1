/** A real Safe 1.5 as member: its one owner's key signs for it, and the escrow records what it signed. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { createPublicClient, custom, getAddress, type Address, type Hex, type PublicClient } from 'viem'
import { hasSigned } from '../../../oracle/exchange/hasSigned.ts'
import { openSigners } from '../../../oracle/sign/openSigners.ts'
import { requireSigner } from '../../../oracle/sign/safeMember.ts'
import { signOnce } from '../../../oracle/sign/signOnce.ts'
import { takeLease } from '../../../oracle/store/lease.ts'
import { openStore } from '../../../oracle/store/openStore.ts'
import { observationDigest } from '../../../sdk/model/typedData.ts'
import { deploySafes, Safe } from '../../assurance/tokens/safe.ts'
import { connection, create, ethers, file, loadFixture, terms, UNIT, world } from '../../support/escrow.ts'
import { accountOf, hashOf, rejection, signing } from './support.ts'

describe('oracle: a Safe as member', function () {
  this.timeout(60_000)
  const owner = accountOf('owner')
  const client: PublicClient = createPublicClient({
    transport: custom(connection.provider, { retryCount: 0 }),
    cacheTime: 0,
  })
  let folder: string

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lodestone-safe-'))
  })
  after(() => rm(folder, { recursive: true }))

  async function setting() {
    const w = await world()
    const deployment = await deploySafes()
    const wallet = new ethers.Wallet(hashOf('owner'))
    const safe = await Safe.create(deployment, [wallet], 1)
    const shared = await Safe.create(deployment, [wallet, w.funders[0]!], 2)
    const others = await Safe.create(deployment, [w.funders[0]!], 1)
    const panel = [safe.address, ...w.members.slice(0, 2).map(({ address }) => address)].sort((a, b) =>
      BigInt(a) < BigInt(b) ? -1 : 1,
    )
    const escrow = await create(w, await terms(w, { panel, quorum: 2n }))
    await escrow.connect(w.funders[0]!).deposit(500n * UNIT, w.funders[0]!.address)
    return { w, safe, shared, others, panel, escrow, claim: (await file(w, escrow)) as Hex }
  }

  it('signs once by its owner’s key, and the escrow records it', async () => {
    const { w, safe, panel, escrow, claim } = await loadFixture(setting)
    const member = getAddress(safe.address)
    const keyFile = join(folder, 'owner.key')
    await writeFile(keyFile, hashOf('owner'), { mode: 0o600 })
    const local = { kind: 'local', keyFile } as const
    const { signer } = await openSigners({ signer: local, gas: { signer: local, mostGwei: 1 }, member }, 31337)
    const store = await openStore(':memory:')
    const operator = { ...signing(store), member, signer }
    await takeLease(operator)
    const address = (await escrow.getAddress()) as Address
    const measured = { escrow: address, claim, measurement: 5n, report: hashOf('report') }
    const { digest, signature } = await signOnce(operator, measured)
    expect(digest, 'the digest is the member’s').to.equal(observationDigest(31337, address, { ...measured, member }))
    expect(await hasSigned(client, member, digest, signature), 'by ERC-1271').to.equal(true)
    expect(await hasSigned(client, owner.address, digest, signature), 'not by the owner itself').to.equal(false)
    expect((await signOnce(operator, measured)).signature, 'again').to.equal(signature)
    const seat = panel.indexOf(safe.address)
    const signed = { seat, measurement: 5n, report: measured.report, signature }
    await expect(escrow.connect(w.funders[0]!).observe(claim, [signed]))
      .to.emit(escrow, 'Observed')
      .withArgs(claim, safe.address, 5n, measured.report, signature)
    await store.destroy()
  })

  it('is refused unless this one key signs for it alone', async () => {
    const { w, safe, shared, others } = await loadFixture(setting)
    const refusal = async (member: string) => rejection(requireSigner(client, getAddress(member), owner.address))
    expect(await requireSigner(client, getAddress(safe.address), owner.address), 'the owner alone').to.equal(undefined)
    expect(await requireSigner(client, owner.address, owner.address), 'no Safe at all').to.equal(undefined)
    for (const [what, member] of [
      ['two owners must sign', shared.address],
      ['somebody else owns it', others.address],
      ['an account with a key', w.funders[0]!.address],
      ['another contract', await w.token.getAddress()],
    ] as const) {
      expect(await refusal(member), what)
        .to.be.instanceOf(Error)
        .with.property('name', 'InputError')
    }
  })
})
