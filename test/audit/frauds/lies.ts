/** Every lie of an endpoint about an honest chain. */
import type { Lie } from './lie.ts'
import { LOG_LIES } from './lies/logs.ts'
import { PROOF_LIES } from './lies/proofs.ts'
import { STATE_LIES } from './lies/state.ts'

export const LIES: readonly Lie[] = [...LOG_LIES, ...PROOF_LIES, ...STATE_LIES]
