/** Doctored filings, observations, challenges and rulings: each is found, by the rule that it breaks. */
import { describeDoctored, type Case } from '../support/doctored.ts'
import { observed, said, who } from '../support/script.ts'
import { unitsLife } from '../support/lives.ts'
import { zeroAddress, zeroHash } from 'viem'

const CASES: Case<Awaited<ReturnType<typeof unitsLife>>>[] = [
  [
    'a key that does not follow from solver and commitment',
    ['file'],
    (s) => {
      s.args('file', 'Filed')['commitment'] = zeroHash
      s.endWith('file')
    },
  ],
  [
    'a key twice',
    ['file'],
    (s) => {
      const again = structuredClone(s.named('file'))
      s.endWith('file').add('again', again.time, ...again.entries)
      s.args('again', 'Filed')['index'] = 1n
    },
  ],
  [
    'a place in the docket that is not the next',
    ['file'],
    (s) => {
      s.args('file', 'Filed')['index'] = 1n
      s.endWith('observe')
    },
  ],
  [
    'no payee',
    ['file'],
    (s) => {
      s.args('file', 'Filed')['payee'] = zeroAddress
      s.endWith('file')
    },
  ],
  [
    'a claim before pledges bind',
    ['file'],
    (s) => {
      s.terms.threshold = 1_001n
      s.endWith('file')
    },
  ],
  [
    'a claim whose filing is missing',
    ['stray', 'file'],
    (s) => {
      s.named('file again').entries.shift()
      s.endWith('settle again')
    },
  ],
  [
    'a claim fee that was not paid',
    ['fees', 'S1'],
    (s) => {
      s.named('file').entries.pop()
      s.endWith('file')
    },
  ],
  [
    'a claim fee of less',
    ['token', 'S1'],
    (s) => {
      s.args('file', 'AssetTransfer')['amount'] = 8n
      s.endWith('file')
    },
  ],
  [
    'an observation by a stranger',
    ['observe'],
    (s) => {
      s.args('observe the last', 'Observed')['member'] = who('Max')
      s.endWith('observe the last')
    },
  ],
  [
    'a member observing twice',
    ['observe'],
    async (s) => {
      const again = await observed(s.keys.first, 0, 99n)
      s.named('observe the last').entries.splice(0, 1, again)
      s.endWith('observe the last')
    },
  ],
  [
    'no end of pledging at the first passing verdict',
    ['pledge'],
    (s) => {
      s.named('observe').entries.pop()
    },
  ],
  [
    'an end of pledging before there is one',
    ['pledge', 'pledge'],
    (s) => {
      s.named('observe').entries.splice(1, 0, s.named('observe').entries.pop()!)
      s.named('observe').entries.push(said('Passed', { claim: s.keys.first }))
    },
  ],
  [
    'a second end of pledging',
    ['pledge'],
    (s) => {
      s.named('observe again').entries.push(said('Passed', { claim: s.keys.second }))
    },
  ],
  [
    'a challenge twice',
    ['challenge'],
    (s) => {
      const again = structuredClone(s.named('challenge'))
      s.endWith('challenge').add('again', again.time, ...again.entries)
    },
  ],
  [
    'a ruling above the highest observation',
    ['rule'],
    (s) => {
      s.args('rule', 'Ruled')['measurement'] = 3n
      s.args('settle break', 'BreakSettled')['measurement'] = 3n
    },
  ],
  [
    'a ruling twice',
    ['rule'],
    (s) => {
      const again = structuredClone(s.named('rule'))
      s.endWith('rule').add('again', again.time, ...again.entries)
    },
  ],
  [
    'a claim handed on by somebody else',
    ['assign'],
    (s) => {
      s.args('assign', 'Assigned')['from'] = who('Max')
      s.endWith('assign')
    },
  ],
]

describeDoctored('audit: rules of claims', unitsLife, CASES)
