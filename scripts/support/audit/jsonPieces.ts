import { escrowParts, reportHead } from '../../../audit/report/reportJson.ts'
import type { AuditResult } from '../../../audit/result.ts'
import { toJson } from '../toJson.ts'

/**
 * `toJson(reportJson(result))` in pieces, one for each escrow: of a million payments it is longer than a text can be.
 */
export function* jsonPieces(result: AuditResult): Generator<string, void> {
  const whole = toJson({ ...reportHead(result), escrows: [] })
  if (result.escrows.length === 0) {
    yield whole
    return
  }
  const end = whole.lastIndexOf(']')
  yield whole.slice(0, end)
  let before = '\n'
  for (const escrow of escrowParts(result)) {
    yield `${before}${toJson(escrow).replace(/^/gm, '    ')}`
    before = ',\n'
  }
  yield `\n  ${whole.slice(end)}`
}
