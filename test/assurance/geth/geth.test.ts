/** The frame of `npm run verify:geth`, without geth: what is not geth is refused, and a difference from EDR is found. */
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import { expect } from 'chai'
import { createTestClient, custom, encodeAbiParameters, keccak256, parseEther, toHex, type Address } from 'viem'
import { hardhat } from 'viem/chains'
import { startChain, type Chain } from '../../../scripts/main-job/chain.ts'
import { deploy, mint } from '../../../scripts/main-job/deploy.ts'
import { Fault } from '../../../scripts/tools/program.ts'
import { VERSION } from './build.ts'
import { CHAIN_ID } from './genesis.ts'
import { checkIdentity, startGeth } from './node.ts'
import { difference, replay, taleOf } from './replay.ts'

/** The message of the `Fault` that `doing` must end with. */
async function faultOf(doing: Promise<unknown>): Promise<string> {
  const error: unknown = await doing.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error, 'a fault').to.be.instanceOf(Fault)
  return (error as Fault).message
}

describe('verify:geth', () => {
  describe('who answers', () => {
    let server: Server
    let answers: Record<string, string>
    const check = () =>
      checkIdentity(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'lodestone-1', VERSION)

    beforeEach(async () => {
      answers = {
        web3_clientVersion: `Geth/lodestone-1/v${VERSION}-stable/linux-amd64/go1.25.0`,
        eth_chainId: toHex(CHAIN_ID),
      }
      server = createServer((request, response) => {
        let body = ''
        request.setEncoding('utf8').on('data', (text: string) => (body += text))
        request.on('end', () => {
          const { id, method } = JSON.parse(body) as { id: number; method: string }
          response.setHeader('content-type', 'application/json')
          response.end(JSON.stringify({ jsonrpc: '2.0', id, result: answers[method] }))
        })
      }).listen(0, '127.0.0.1')
      await once(server, 'listening')
    })
    afterEach(async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    })

    it('should take the geth that was started', async () => {
      await check()
    })

    it('should refuse a geth that somebody else started', async () => {
      answers.web3_clientVersion = `Geth/lodestone-2/v${VERSION}-stable/linux-amd64/go1.25.0`
      expect(await faultOf(check()))
        .to.include('Geth/lodestone-2')
        .and.include('started as lodestone-1')
    })

    it('should refuse another program', async () => {
      answers.web3_clientVersion = 'anvil/v1.7.1'
      expect(await faultOf(check())).to.include('anvil/v1.7.1')
    })

    it('should refuse another version of geth', async () => {
      answers.web3_clientVersion = 'Geth/lodestone-1/v1.13.0-stable/linux-amd64/go1.25.0'
      expect(await faultOf(check())).to.include('v1.13.0')
    })

    it('should refuse another chain', async () => {
      answers.eth_chainId = '0x1'
      expect(await faultOf(check())).to.include(`is of chain 1, not ${CHAIN_ID}`)
    })
  })

  describe('a program that is not geth', () => {
    let folder: string
    beforeEach(() => {
      mkdirSync('cache', { recursive: true })
      folder = mkdtempSync(join('cache', 'geth-'))
    })
    afterEach(() => {
      rmSync(folder, { recursive: true })
    })

    it('should fail where it does not exist', async () => {
      expect(await faultOf(startGeth(join(folder, 'none'), VERSION))).to.include('geth does not start')
    })

    it('should fail where it ends at once, with what it said', async () => {
      // Node takes `init` for a script that does not exist.
      const message = await faultOf(startGeth(process.execPath, VERSION))
      expect(message).to.include('exit code 1').and.include('Cannot find module')
    })
  })

  describe('the comparison with EDR', () => {
    let chain: Chain
    let token: Address
    let funds: Map<Address, bigint>
    const poke = () => createTestClient({ mode: 'hardhat', chain: hardhat, transport: custom(chain.client) })
    const compare = async () => difference(await taleOf(chain.client), await replay(chain.client, funds))

    beforeEach(async () => {
      chain = await startChain()
      ;({ token } = await deploy(chain))
      await mint(chain, token, 'Ada', 1n)
      funds = new Map([[chain.address('deployer'), parseEther('100')]])
    })
    afterEach(() => chain.close())

    it('should find none where the same was made of the same transactions', async () => {
      const { transactions, accounts, gas } = await taleOf(chain.client)
      expect(transactions, 'four contracts and a mint').to.equal(5)
      expect(accounts, 'the sender and four contracts').to.equal(5)
      expect(gas > 5_000_000n, 'gas').to.equal(true)
      expect(await compare()).to.equal(undefined)
    })

    it('should find gas that differs', async () => {
      // Whose balance is 0 is dearer to give to: in the replay it is not.
      await plantBalance('Ada', 0n)
      await mint(chain, token, 'Ada', 1n)
      expect(await compare()).to.match(/^geth: block 6: .*, gas 5\d{4}\nEDR: {2}block 6: .*, gas 3\d{4}$/)
    })

    it('should find a transaction that fails on one of them', async () => {
      // Its gas is just enough for somebody who holds some already.
      await plantBalance('Ben', 1n)
      await mint(chain, token, 'Ben', 1n)
      expect(await compare()).to.match(/^geth: 0x\w{64} success, .*\nEDR: {2}0x\w{64} reverted, /)
    })

    it('should find a state that differs', async () => {
      await plantBalance('Ben', 1n)
      expect(await compare()).to.match(/^geth: 0x\w{40}: nonce 1, .*, storage 0x\w{64}\nEDR: {2}0x\w{40}: nonce 1, /)
    })

    it('should find money that differs', async () => {
      await poke().setBalance({ address: chain.address('deployer'), value: 1n })
      expect(await compare()).to.include(', balance 1, ')
    })

    it('should find a block too many', async () => {
      const tale = await taleOf(chain.client)
      const more = { ...tale, lines: [...tale.lines, 'block 6'] }
      expect(difference(tale, more)).to.equal('geth: nothing\nEDR:  block 6')
    })

    /** Writes how much `name` has to the token's storage: no transaction says so. */
    async function plantBalance(name: string, units: bigint): Promise<void> {
      const types = [{ type: 'address' }, { type: 'uint256' }] as const
      const index = keccak256(encodeAbiParameters(types, [chain.address(name), 0n]))
      await poke().setStorageAt({ address: token, index, value: toHex(units, { size: 32 }) })
    }
  })
})
