import { parseEther } from 'viem'
import { parseSheet } from '../../../sdk/model/sheet.ts'
import { readSheet } from '../../main-job/outcomes.ts'
import type { Script } from '../story.ts'

const folder = 'd-attested-servers'

/** The servers' outcome, with prices in ether. */
export const ETHER_SHEET = parseSheet({
  ...(JSON.parse(JSON.stringify(readSheet(folder))) as object),
  token: 'WETH',
  decimals: 18,
  pledges: { by: '12 months', threshold: '100 WETH', cap: '800 WETH' },
  claims: { by: '60 months', fee: '0.03 WETH' },
  tranches: [
    { units: '10,000', price: '0.035 WETH' },
    { units: '20,000', price: '0.015 WETH' },
    { units: '30,000', price: '0.005 WETH' },
  ],
  arbitration: {
    arbiter: 'arbiter',
    challengeWithin: '7 d',
    arbitrateWithin: '14 d',
    challengeFee: '0.2 WETH',
  },
})

export const storyW: Script = {
  folder,
  created: 15,
  status: 'Pledging',
  shows: 'the same as D in wrapped ether: takes pledges of ether itself',
  async *play(c, ago) {
    yield ago(12)
    await c.pledge({ Ada: parseEther('40') })
  },
}
