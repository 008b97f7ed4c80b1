/** Doctored settlements, breaks and releases: each is found, by the rule that it breaks. */
import { describeDoctored, type Case } from '../support/doctored.ts'
import { said, who } from '../support/script.ts'
import { unitsLife } from '../support/lives.ts'

const CASES: Case<Awaited<ReturnType<typeof unitsLife>>>[] = [
  [
    'a measurement above the verdict',
    ['V1', 'settle', 'S3'],
    (s) => {
      s.args('settle', 'Settled')['measurement'] = 31n
      s.args('settle', 'Settled')['paid'] = 310n
      s.args('settle', 'Settled')['held'] = 62n
      s.endWith('settle')
    },
  ],
  [
    'a verdict that fell',
    ['V2'],
    (s) => {
      s.args('settle', 'Settled')['measurement'] = 25n
      s.args('settle', 'Settled')['progress'] = 25n
      s.args('settle', 'Settled')['paid'] = 250n
      s.args('settle', 'Settled')['held'] = 50n
      s.endWith('settle')
    },
  ],
  [
    'another progress',
    ['settle'],
    (s) => {
      s.args('settle', 'Settled')['progress'] = 31n
      s.args('settle', 'Settled')['paid'] = 310n
      s.args('settle', 'Settled')['held'] = 62n
      s.endWith('settle')
    },
  ],
  [
    'a payment of a unit more',
    ['settle', 'S3'],
    (s) => {
      s.args('settle', 'Settled')['paid'] = 301n
      s.args('settle', 'Settled')['held'] = 61n
      s.endWith('settle')
    },
  ],
  [
    'a payment to somebody else',
    ['settle'],
    (s) => {
      s.args('settle again', 'Settled')['payee'] = who('Max')
      s.endWith('settle again')
    },
  ],
  [
    'less held than the terms say',
    ['warranty'],
    (s) => {
      s.args('settle', 'Settled')['held'] = 59n
      s.endWith('settle')
    },
  ],
  [
    'a claim settled twice',
    ['Q2'],
    (s) => {
      s.named('settle').entries.push(structuredClone(s.named('settle').entries[0]!))
      s.endWith('settle')
    },
  ],
  [
    'a claim settled out of turn',
    ['Q1'],
    (s) => {
      // Another claim is filed before, and nobody observes it: it could be settled from second 12,201.
      const passedOver = s.file('between', 8_600n, 'Tess', 1n)
      s.move('between', 'file again')
      s.args('file again', 'Filed')['index'] = 2n
      s.endWith('settle again')
      const nothing = { measurement: 0n, progress: 50n, paid: 0n, held: 0n, payee: who('Tess') }
      s.add('late', 20_000n, said('Settled', { claim: passedOver, ...nothing }))
    },
  ],
  [
    'a break that takes more than half',
    ['warranty'],
    (s) => {
      s.args('settle break', 'BreakSettled')['taken'] = 31n
      s.args('settle break', 'BreakSettled')['returned'] = 29n
      s.endWith('settle break')
    },
  ],
  [
    'a release of less',
    ['warranty'],
    (s) => {
      s.args('release', 'Released')['amount'] = 39n
      s.endWith('release')
    },
  ],
  [
    'a release while a break claim is open',
    ['warranty'],
    async (s) => {
      s.file('late break', 19_601n, 'Rea', 0n, s.keys.second)
      s.move('late break', 'release')
      s.endWith('release')
    },
  ],
  [
    'a settlement that is missing, as a break claim shows',
    ['logs'],
    (s) => {
      s.named('settle').entries.shift()
    },
  ],
  [
    'a settlement that is missing, as a release shows',
    ['logs'],
    (s) => {
      s.named('settle again').entries.shift()
    },
  ],
  [
    'a settlement that is missing, as the progress of the next shows',
    ['logs'],
    (s) => {
      s.named('settle').entries.shift()
      for (const name of ['file break', 'observe break', 'challenge', 'rule', 'settle break'])
        s.named(name).entries = []
      s.endWith('settle again')
    },
  ],
]

describeDoctored('audit: rules of payments', unitsLife, CASES)
