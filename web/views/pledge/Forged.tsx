import type { Address } from 'viem'
import type { Fault } from '../../../sdk/errors/InputError.ts'
import { Account } from '../../parts/Account.tsx'
import { LinkButton, Notice, Row } from '../../parts/basics.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { text } from '../../text/en/pledge.ts'

/** The address is no genuine escrow: nothing can be signed here. */
export function Forged({ escrow, faults }: { escrow: Address; faults: readonly Fault[] }) {
  return (
    <>
      <Notice tone="bad" title={text.forged.title}>
        <p>
          <Account address={escrow} whole />
        </p>
        <p>{text.forged.why}</p>
        <p>{text.forged.how}</p>
        <ul>
          {faults.map(({ path, value, message }, i) => (
            <li key={i}>
              <Foreign inline most={200}>{`${path} ${value}: ${message}`}</Foreign>
            </li>
          ))}
        </ul>
      </Notice>
      <Row>
        <LinkButton to="/">{text.explore}</LinkButton>
      </Row>
    </>
  )
}
