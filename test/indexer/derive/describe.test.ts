import { expect } from 'chai'
import { stringToHex } from 'viem'
import { describe as describeDocument } from '../../../indexer/derive/describe.ts'
import { readOutcome } from '../../../scripts/main-job/outcomes.ts'
import { encodeOutcome, parseOutcome } from '../../../sdk/model/outcome.ts'

const THEMES = {
  'a-egress-wall': 'weight security',
  'b-exfiltration-risk': 'weight security',
  'c-monitor-tournament': 'monitoring',
  'd-attested-servers': 'inference',
  'e-jailbreak-rate': 'misuse',
  'f-verified-proxy': 'verification',
}

describe('what the index shows of a document', () => {
  for (const [folder, theme] of Object.entries(THEMES)) {
    it(`should have the theme of ${folder}, and find it by that`, () => {
      const shown = describeDocument(encodeOutcome(readOutcome(folder)).document)
      expect(shown).to.include({ wellFormed: 1, theme })
      expect(shown.searched).to.include(theme)
    })
  }

  it('should do without a theme, and show that of a document of another form', () => {
    const without = { ...readOutcome('a-egress-wall'), theme: undefined }
    expect(describeDocument(encodeOutcome(parseOutcome(JSON.parse(JSON.stringify(without)))).document)).to.include({
      wellFormed: 1,
      theme: null,
    })
    const other = stringToHex(JSON.stringify({ theme: 'monitoring' }))
    expect(describeDocument(other)).to.include({ wellFormed: 0, theme: 'monitoring' })
  })
})
