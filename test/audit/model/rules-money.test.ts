/** Doctored pledges, shares, collections and refunds: each is found, by the rule that it breaks. */
import { describeDoctored, type Case } from '../support/doctored.ts'
import { ESCROW, moved, said, who } from '../support/script.ts'
import { unitsLife } from '../support/lives.ts'
import { zeroAddress } from 'viem'

const CASES: Case<Awaited<ReturnType<typeof unitsLife>>>[] = [
  [
    'a pledge with more shares than money',
    ['pledge', 'S1'],
    (s) => {
      s.args('pledge Ada', 'Transfer')['value'] = 601n
      s.args('pledge Ada', 'Deposit')['shares'] = 601n
      s.endWith('pledge Ada')
    },
  ],
  [
    'a pledge of which no money came',
    ['pledge', 'S1'],
    (s) => {
      s.named('pledge Ben').entries.pop()
      s.endWith('pledge Ben')
    },
  ],
  [
    'a pledge without shares',
    ['pledge'],
    (s) => {
      s.named('pledge Ben').entries.shift()
    },
  ],
  [
    'shares without a pledge',
    ['pledge', 'S1'],
    (s) => {
      s.named('pledge Ben').entries.splice(1, 2)
      s.endWith('pledge Ben')
    },
  ],
  [
    'a pledge beyond the cap',
    ['pledge'],
    (s) => {
      s.pledge('more', 250n, 'Ada', 1n).move('more', 'sell')
      s.endWith('more')
    },
  ],
  [
    'a pledge after a passing verdict',
    ['pledge'],
    (s) => {
      // Late, too, if pledging were still open then: only the verdict ends it.
      s.terms.pledgeBy = 50_000n
      s.named('pledge Ben').time = 2_150n
      const [ben] = s.transactions.splice(1, 1)
      s.endWith('observe').transactions.push(ben!)
    },
  ],
  [
    'shares moved that the account does not have',
    ['T2'],
    (s) => {
      s.args('sell', 'Transfer')['value'] = 601n
      s.endWith('sell')
    },
  ],
  [
    'shares burned without a refund',
    ['T2'],
    (s) => {
      s.add('burn', 400n, said('Transfer', { from: who('Ben'), to: zeroAddress, value: 1n }))
      s.move('burn', 'file')
      s.endWith('burn')
    },
  ],
  [
    'collecting more than is owed',
    ['collect', 'S1'],
    (s) => {
      s.args('collect Sol', 'Collected')['amount'] = 241n
      s.args('collect Sol', 'AssetTransfer')['amount'] = 241n
      s.endWith('collect Sol')
    },
  ],
  [
    'more leaving than was collected',
    ['S2', 'S1'],
    (s) => {
      s.args('collect Sol', 'AssetTransfer')['amount'] = 241n
      s.endWith('collect Sol')
    },
  ],
  [
    'money leaving for nothing',
    ['S2', 'S1'],
    (s) => {
      s.named('collect Sol').entries.push(moved(ESCROW, who('Max'), 1n))
      s.endWith('collect Sol')
    },
  ],
  [
    'less arriving than was collected',
    ['token'],
    (s) => {
      s.args('collect Sol', 'AssetTransfer')['amount'] = 239n
      s.endWith('collect Sol')
    },
  ],
  [
    'a fee taken from what was collected',
    ['token'],
    (s) => {
      s.args('collect Sol', 'AssetTransfer')['amount'] = 239n
      s.named('collect Sol').entries.push(moved(ESCROW, who('issuer'), 1n))
      s.endWith('collect Sol')
    },
  ],
  [
    'tokens nobody asked for',
    ['stray'],
    (s) => {
      s.named('sell').entries.push(moved(who('Max'), ESCROW, 5n))
    },
  ],
  [
    'money directed to the escrow itself',
    ['stray'],
    (s) => {
      s.args('collect Sol', 'Collected')['to'] = ESCROW
      s.args('collect Sol', 'AssetTransfer')['to'] = ESCROW
    },
  ],
  [
    'a refund while claims could still be paid',
    ['R1'],
    (s) => {
      s.named('refund Ada').time = 100_000n
      s.endWith('refund Ada')
    },
  ],
  [
    'a refund of a unit more',
    ['R2'],
    (s) => {
      s.args('refund Ada', 'Withdraw')['assets'] = 266n
      s.args('refund Ada', 'AssetTransfer')['amount'] = 266n
      s.endWith('refund Ada')
    },
  ],
  [
    'a refund without burning shares',
    ['R2'],
    (s) => {
      s.named('refund Ada').entries.shift()
      s.endWith('refund Ada')
    },
  ],
]

describeDoctored('audit: rules of money', unitsLife, CASES)
