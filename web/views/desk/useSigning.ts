import type { Address, Hex } from 'viem'
import { useCallback, useState } from 'react'
import { observe, type SignedObservation } from '../../../sdk/actions/observe.ts'
import { signObservation } from '../../../sdk/actions/signObservation.ts'
import type { Writer } from '../../../sdk/actions/writer.ts'
import { useAction } from '../../chain/useAction.ts'
import { wasRefused } from '../../chain/wasRefused.ts'
import { saveBlob } from '../../parts/saveFile.ts'
import { observationFile } from './observations.ts'
import { alone, beginSigning, forgetRefused, keepSignature, signedHere, type Duty, type Signed } from './signed.ts'

/** What is to be signed: the measurement, and the report with its digest. */
export interface ToSign {
  measurement: bigint
  digest: Hex
  text: string
}

/**
 * Signs an observation once, and submits it or saves it. What is signed is remembered on this device before the wallet is asked.
 * @param what names the action.
 */
export function useSigning(duty: Duty, seat: number, panel: readonly Address[], what: string) {
  const action = useAction<bigint | undefined>(what, duty.escrow)
  const [begunNow, setBegunNow] = useState(false)
  const { run } = action
  const sign = useCallback(
    async ({ wallet }: Writer, { measurement, digest, text }: ToSign): Promise<SignedObservation> => {
      const before = signedHere(localStorage, duty)
      const fresh = beginSigning(localStorage, duty, { measurement: measurement.toString(), report: digest, text })
      if (before?.signature !== undefined)
        return { seat: BigInt(seat), measurement, report: digest, signature: before.signature }
      const { chainId, escrow, claim } = duty
      setBegunNow(fresh)
      try {
        const signed = await signObservation(wallet, { chainId, escrow, panel, claim, measurement, report: digest })
        keepSignature(localStorage, duty, signed.signature)
        return signed
      } catch (error) {
        // Only a plain no to the very first question says that there is no signature.
        if (fresh && wasRefused(error)) forgetRefused(localStorage, duty)
        throw error
      } finally {
        setBegunNow(false)
      }
    },
    [duty, seat, panel],
  )
  const submitSigned = (toSign: ToSign) =>
    run(async (writer) => {
      const signed = await alone(duty, () => sign(writer, toSign))
      return observe(writer, duty.escrow, duty.claim, [signed])
    })
  const saveSigned = (toSign: ToSign) =>
    run(async (writer) => {
      const { name, text } = observationFile(duty, await alone(duty, () => sign(writer, toSign)))
      saveBlob(name, new Blob([text], { type: 'application/json' }))
      return undefined
    })
  return {
    action,
    /** The wallet is asked for the first time: what is typed may still be needed. */
    begunNow,
    submitSigned,
    saveSigned,
  }
}

/** What was signed here, as it is signed again. */
export function toSignOf({ measurement, report, text }: Signed): ToSign {
  return { measurement: BigInt(measurement), digest: report, text }
}
