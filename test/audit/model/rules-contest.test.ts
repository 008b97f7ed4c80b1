/** Doctored awards of a contest: each is found, by the rule that it breaks. */
import { describeDoctored, type Case } from '../support/doctored.ts'
import { who } from '../support/script.ts'
import { contestLife } from '../support/lives.ts'

const CASES: Case<Awaited<ReturnType<typeof contestLife>>>[] = [
  [
    'another winner',
    ['award', 'award'],
    (s) => {
      s.args('award', 'Awarded')['claim'] = s.keys.tess
      s.args('award', 'Awarded')['payee'] = who('Tess')
      s.args('award', 'Awarded', 1)['claim'] = s.keys.sol
      s.args('award', 'Awarded', 1)['payee'] = who('Sol')
      s.endWith('award')
    },
  ],
  [
    'a prize of a unit more',
    ['award', 'S3'],
    (s) => {
      s.args('award', 'Awarded', 1)['paid'] = 201n
      s.endWith('award')
    },
  ],
  [
    'a prize that is left out',
    ['award'],
    (s) => {
      s.named('award').entries.pop()
      s.endWith('award')
    },
  ],
  [
    'an award twice',
    ['award', 'award', 'award', 'S3'],
    (s) => {
      const again = structuredClone(s.named('award').entries[1]!)
      s.endWith('award').add('again', 22_800n, again)
    },
  ],
  [
    'an award before claims end',
    ['award'],
    (s) => {
      s.named('award').time = 22_700n
      s.endWith('award')
    },
  ],
  [
    'prizes in another order',
    ['award', 'award', 'award', 'award', 'award', 'S3'],
    (s) => {
      s.named('award').entries.reverse()
      s.endWith('award')
    },
  ],
]

describeDoctored('audit: rules of a contest', contestLife, CASES)
