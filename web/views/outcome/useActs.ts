import type { Address, Hex } from 'viem'
import { award } from '../../../sdk/actions/award.ts'
import { release } from '../../../sdk/actions/release.ts'
import { settle } from '../../../sdk/actions/settle.ts'
import { settleBreaks } from '../../../sdk/actions/settleBreaks.ts'
import { useAction } from '../../chain/useAction.ts'
import { text } from '../../text/en/outcome.ts'

/** Claims that one transaction settles at most: each takes gas, and a block has only so much. */
const MOST = 20n

/** What anybody may do at once, without a view of its own. */
export function useActs(escrow: Address) {
  const words = text.can.acts
  const settling = useAction<bigint>(words.settle, escrow)
  const breaking = useAction<bigint>(words.settleBreaks, escrow)
  const awarding = useAction<Hex>(words.award, escrow)
  const releasing = useAction<bigint>(words.release, escrow)
  return {
    settling,
    breaking,
    awarding,
    releasing,
    busy: settling.busy || breaking.busy || awarding.busy || releasing.busy,
    settle: () => void settling.run((writer) => settle(writer, escrow, MOST)),
    settleBreaks: (target: Hex) => void breaking.run((writer) => settleBreaks(writer, escrow, target, MOST)),
    award: () => void awarding.run((writer) => award(writer, escrow)),
    release: (keys: readonly Hex[]) => void releasing.run((writer) => release(writer, escrow, keys)),
  }
}

export type Acts = ReturnType<typeof useActs>
