/** Every fraud by a contract that was tampered with; its place here is its switch in the core, from 1. */
import { type Tampered } from './fraud.ts'
import { CALLING } from './tampered/calling.ts'
import { CONTEST } from './tampered/contest.ts'
import { CREATING } from './tampered/creating.ts'
import { DISPUTES } from './tampered/disputes.ts'
import { OBSERVING } from './tampered/observing.ts'
import { PAYING } from './tampered/paying.ts'
import { PLEDGING } from './tampered/pledging.ts'
import { WARRANTY } from './tampered/warranty.ts'

export const TAMPERED: readonly Tampered[] = [
  ...PAYING,
  ...OBSERVING,
  ...PLEDGING,
  ...DISPUTES,
  ...WARRANTY,
  ...CONTEST,
  ...CREATING,
  ...CALLING,
]
