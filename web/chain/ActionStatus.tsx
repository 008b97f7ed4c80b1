import type { ReactNode } from 'react'
import { Transaction } from '../parts/Account.tsx'
import { Notice } from '../parts/basics.tsx'
import { Failed } from '../parts/states.tsx'
import { text } from '../text/en/actions.ts'
import type { ActionState } from './useAction.ts'

/** How far an action is, told as it goes. @param done what is said once it is done. */
export function ActionStatus<R>({ state, done }: { state: ActionState<R>; done?: (result: R) => ReactNode }) {
  return (
    <div aria-live="polite">
      {(state.at === 'checking' || state.at === 'wallet') && <Notice>{state.note}</Notice>}
      {state.at === 'sent' && (
        <Notice>
          <p>{state.note}</p>
          <Transaction hash={state.hash} />
        </Notice>
      )}
      {state.at === 'refused' && (
        <Notice tone="warn">
          <p>{state.hash === undefined ? text.refused : text.refusedRest}</p>
          {state.hash !== undefined && <Transaction hash={state.hash} />}
        </Notice>
      )}
      {state.at === 'failed' && (
        <>
          <Failed title={state.open === undefined ? text.failed : text.lost} error={state.error} />
          {state.open !== undefined && <Transaction hash={state.open} />}
        </>
      )}
      {state.at === 'done' && (
        <Notice tone="good" title={text.done}>
          {done?.(state.result)}
          {state.hash !== undefined && <Transaction hash={state.hash} />}
        </Notice>
      )}
    </div>
  )
}
