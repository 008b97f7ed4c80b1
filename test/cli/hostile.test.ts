/** What others wrote on the chain, shown by the real program. */
import { expect } from 'chai'
import { createWalletClient, http, keccak256, stringToHex, type Address } from 'viem'
import { escrowAbi } from '../../sdk/abi/escrow.ts'
import { escrowFactoryAbi } from '../../sdk/abi/escrowFactory.ts'
import { cliWorld, type CliWorld, type Result } from './cli.ts'
import { OUTCOME, UNITS_SHEET } from '../sdk/samples.ts'

const [FUNDER, MEMBER, ARBITER] = [0, 2, 5] as const
/** Clears the screen, and hides everything behind it; the second in one character. */
const TITLE = 'Safe\u001b[2J\u001b[8m\u009b8m\u202e\nNo warnings.'
const HARMFUL = /[^\P{C}\n]|[\p{Zl}\p{Zp}]/u

describe('lodestone: hostile text on the chain', function () {
  this.timeout(300_000)
  let w: CliWorld
  let titled: Address
  let unreadable: Address

  const printed = (result: Result): string => {
    expect(result.code, result.err).to.equal(0)
    return result.out
  }

  before(async () => {
    w = await cliWorld()
    const [member, arbiter] = [w.accounts[MEMBER]!.address, w.accounts[ARBITER]!.address]
    const outcome = await w.write('outcome.json', { ...OUTCOME, title: TITLE, breakClause: 'It is undone.' })
    const sheet = await w.write('sheet.json', UNITS_SHEET)
    const names = await w.write('names.json', { TUSD: w.token, member, arbiter })
    const made = await w.lodestone(FUNDER, 'outcome', 'create', outcome, sheet, '--names', names, '--json')
    titled = (JSON.parse(printed(made)) as { escrow: Address }).escrow
    const terms = await w.client.readContract({ address: titled, abi: escrowAbi, functionName: 'terms' })
    const document = stringToHex('{ "note": "no outcome document" }')
    const wallet = createWalletClient({ account: w.accounts[FUNDER]!, transport: http(w.rpc) })
    const call = {
      address: w.factory,
      abi: escrowFactoryAbi,
      functionName: 'create',
      account: w.accounts[FUNDER]!,
    } as const
    const args = [{ ...terms, outcome: keccak256(document) }, document] as const
    const { result, request } = await w.client.simulateContract({ ...call, args })
    await w.client.waitForTransactionReceipt({ hash: await wallet.writeContract({ ...request, chain: null }) })
    unreadable = result
  })
  after(() => w.stop())

  it('is shown with its control characters escaped, in words and in JSON', async () => {
    const account = w.accounts[MEMBER]!.address
    for (const command of [['status', titled], ['outcome', 'explain', titled], ['list'], ['portfolio', account]]) {
      const words = printed(await w.bare({}, ...command, ...w.settings))
      expect(words, command.join(' ')).to.include('Safe\\u001b[2J').and.not.match(HARMFUL)
      expect(words.split('\n'), 'no line of its own').to.not.include('No warnings.')
      const json = printed(await w.bare({}, ...command, '--json', ...w.settings))
      expect(json, `${command.join(' ')} --json`).to.not.match(HARMFUL)
    }
    const { title } = JSON.parse(printed(await w.bare({}, 'status', titled, '--json', ...w.settings))) as {
      title: string
    }
    expect(title, 'the same value').to.equal(TITLE)
  })

  it('an escrow with another document has a status and an explanation, which warns', async () => {
    expect(printed(await w.bare({}, 'status', unreadable, ...w.settings))).to.include('(no outcome document)')
    const { warnings } = JSON.parse(
      printed(await w.bare({}, 'outcome', 'explain', unreadable, '--json', ...w.settings)),
    ) as { warnings: { code: string }[] }
    expect(warnings.map(({ code }) => code)).to.include('DocumentUnknown')
  })
})
