/** The six shipped outcomes, as they are in `outcomes/`: loaded only where somebody begins from one. */
import aOutcome from '../../../outcomes/a-egress-wall/outcome.json' with { type: 'json' }
import aSheet from '../../../outcomes/a-egress-wall/sheet.json' with { type: 'json' }
import bOutcome from '../../../outcomes/b-exfiltration-risk/outcome.json' with { type: 'json' }
import bSheet from '../../../outcomes/b-exfiltration-risk/sheet.json' with { type: 'json' }
import cOutcome from '../../../outcomes/c-monitor-tournament/outcome.json' with { type: 'json' }
import cSheet from '../../../outcomes/c-monitor-tournament/sheet.json' with { type: 'json' }
import dOutcome from '../../../outcomes/d-attested-servers/outcome.json' with { type: 'json' }
import dSheet from '../../../outcomes/d-attested-servers/sheet.json' with { type: 'json' }
import eOutcome from '../../../outcomes/e-jailbreak-rate/outcome.json' with { type: 'json' }
import eSheet from '../../../outcomes/e-jailbreak-rate/sheet.json' with { type: 'json' }
import fOutcome from '../../../outcomes/f-verified-proxy/outcome.json' with { type: 'json' }
import fSheet from '../../../outcomes/f-verified-proxy/sheet.json' with { type: 'json' }
import type { Draft } from './documents.ts'

export const EXAMPLES: readonly (Draft & { outcome: { title: string; rule: string; summary: string[] } })[] = [
  { outcome: aOutcome, sheet: aSheet },
  { outcome: bOutcome, sheet: bSheet },
  { outcome: cOutcome, sheet: cSheet },
  { outcome: dOutcome, sheet: dSheet },
  { outcome: eOutcome, sheet: eSheet },
  { outcome: fOutcome, sheet: fSheet },
]
