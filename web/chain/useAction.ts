import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import { createWalletClient, custom, type Address, type Hex, type TransactionReceipt } from 'viem'
import { useConnection } from 'wagmi'
import { verifyEscrow } from '../../sdk/actions/verifyEscrow.ts'
import type { Call, Sent as SentCall, Writer, Written } from '../../sdk/actions/writer.ts'
import { explainRevert } from '../../sdk/errors/explainRevert.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import { useSite } from '../app/site.ts'
import { text } from '../text/en/actions.ts'
import { chainOf } from '../wallet/connection.ts'
import { forget, number, remember } from './pending.ts'
import { useProvider, useReader } from './reader.ts'
import { wasRefused } from './wasRefused.ts'

/** How far an action is. `note` says in words what is going on. */
export type ActionState<R> =
  | { at: 'idle' }
  | { at: 'checking' | 'wallet'; note: string }
  | { at: 'sent'; note: string; hash: Hex }
  | { at: 'done'; result: R; hash: Hex | undefined }
  /** `hash`: what was sent before the visitor said no to the rest, for instance an approval. */
  | { at: 'refused'; hash: Hex | undefined }
  /** `open`: what was sent, of which it is not known whether a block has taken it. */
  | { at: 'failed'; error: unknown; open: Hex | undefined }

export interface Action<R> {
  state: ActionState<R>
  /** While it runs nothing else may be started. */
  busy: boolean
  run: (act: (writer: Writer) => Promise<Written<R> | R>) => Promise<R | undefined>
  reset: () => void
}

/**
 * Something that the visitor does with the wallet: simulated, signed in the wallet, sent, and followed until it is in a block, also
 * when the wallet replaces the transaction by another.
 * @param what names it, for instance "Pledge 1,000 USDC": shown while it is under way, also after the page was loaded again.
 * @param escrow where it is done: proved on chain before anything is asked of the wallet, whatever an index said of it.
 */
export function useAction<R = unknown>(what: string, escrow?: Address): Action<R> {
  const site = useSite()
  const { address } = useConnection()
  const provider = useProvider()
  const reader = useReader()
  const queries = useQueryClient()
  const [state, setState] = useState<ActionState<R>>({ at: 'idle' })
  const running = useRef(false)

  const run = useCallback<Action<R>['run']>(
    async (act) => {
      if (running.current || provider === undefined || address === undefined || reader === undefined) return undefined
      running.current = true
      setState({ at: 'checking', note: text.checking })
      const chain = chainOf(site)
      const wallet = createWalletClient({ account: address, chain, transport: custom(provider) })
      // What was simulated must be what is sent: the same node does both, and knows at once what it has sent.
      const { client } = reader
      let last: Hex | undefined
      /** Sent, and not seen in a block. */
      let open: Hex | undefined
      const send = async (call: SentCall): Promise<TransactionReceipt> => {
        setState({ at: 'wallet', note: describe(call) })
        const hash = await wallet.sendTransaction({ account: wallet.account, ...call, chain })
        last = hash
        open = hash
        remember({ hash, chainId: chain.id, from: address, what, at: Date.now() })
        // Its number tells later whether another one took its place; a node that does not know it yet is not asked twice.
        void client.getTransaction({ hash }).then(
          ({ nonce }) => {
            number(hash, nonce)
          },
          () => undefined,
        )
        setState({ at: 'sent', note: text.sent, hash })
        let replaced: 'cancelled' | 'replaced' | 'repriced' | undefined
        const receipt = await client.waitForTransactionReceipt({
          hash,
          // The page may be closed meanwhile: it is remembered until a block has it.
          timeout: 0,
          onReplaced: ({ reason, transaction }) => {
            last = open = transaction.hash
            replaced = reason
            setState({ at: 'sent', note: text.repriced, hash: transaction.hash })
          },
        })
        forget(hash)
        open = undefined
        // Another transaction took its place in the account's order: what was asked for did not happen.
        if (replaced === 'cancelled' || replaced === 'replaced') throw new Error(text[replaced])
        return receipt
      }
      try {
        const signing = {
          ...wallet,
          signTypedData: noting(wallet.signTypedData, () => setState({ at: 'wallet', note: text.signing })),
        }
        if (escrow !== undefined) {
          const { faults } = await verifyEscrow(client, site.deployment, escrow)
          if (faults.length > 0) throw new InputError('escrow', faults)
        }
        const done = await act({ client, wallet: signing, send })
        const result = (isWritten(done) ? done.result : done) as R
        setState({ at: 'done', result, hash: last })
        await queries.invalidateQueries()
        return result
      } catch (error) {
        setState(
          wasRefused(error) ? { at: 'refused', hash: last } : { at: 'failed', error: explainRevert(error), open },
        )
        return undefined
      } finally {
        running.current = false
      }
    },
    [site, address, provider, reader, queries, what, escrow],
  )
  const reset = useCallback(() => {
    setState({ at: 'idle' })
  }, [])
  return { state, busy: state.at === 'checking' || state.at === 'wallet' || state.at === 'sent', run, reset }
}

function isWritten<R>(done: Written<R> | R): done is Written<R> {
  return typeof done === 'object' && done !== null && 'transaction' in done && 'result' in done
}

function noting<A extends unknown[], T>(ask: (...args: A) => T, note: () => void): (...args: A) => T {
  return (...args) => {
    note()
    return ask(...args)
  }
}

/** Which of the transactions of an action the wallet asks about. */
function describe({ data }: Call): string {
  return data.startsWith('0x095ea7b3') ? text.approving : text.confirm
}
