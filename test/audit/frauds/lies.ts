/** Every lie of an endpoint about an honest chain. */
import type { Lie } from './lie.ts'
import { LOG_LIES } from './lies/logs.ts'
import { PROOF_LIES } from './lies/proofs.ts'

export const LIES: readonly Lie[] = [...LOG_LIES, ...PROOF_LIES]
