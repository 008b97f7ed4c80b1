import { useId, useState } from 'react'
import type { Address } from 'viem'
import { Account } from '../../parts/Account.tsx'
import { Notice } from '../../parts/basics.tsx'
import { TextField } from '../../parts/Field.tsx'
import { readDestination } from '../../parts/readDestination.ts'
import { text as shared } from '../../text/en/destination.ts'
import { text } from '../../text/en/portfolio.ts'
import css from './portfolio.module.css'

/**
 * Where money goes: to the account itself, or to another address, which has to be compared whole first.
 * @param onChange gets the address once nothing is left to confirm, undefined until then.
 */
export function Destination({
  account,
  escrow,
  token,
  onlyOther = false,
  onChange,
}: {
  account: Address
  escrow: Address
  token: Address
  onlyOther?: boolean
  onChange: (to: Address | undefined) => void
}) {
  const id = useId()
  const [other, setOther] = useState(onlyOther)
  const [typed, setTyped] = useState('')
  const [compared, setCompared] = useState(false)
  const read = readDestination(typed, { account, escrow, token })
  const address = 'address' in read ? read.address : undefined
  const fault = 'fault' in read && read.fault !== undefined ? shared.fault[read.fault] : undefined
  const choose = (yes: boolean) => {
    setOther(yes)
    setCompared(false)
    onChange(yes ? undefined : account)
  }
  return (
    <fieldset className={css.choice}>
      <legend>{text.destination.title}</legend>
      {!onlyOther && (
        <>
          <label className={css.option}>
            <input type="radio" name={id} checked={!other} onChange={() => choose(false)} />
            {text.destination.own}
          </label>
          {!other && <Account address={account} whole />}
          <label className={css.option}>
            <input type="radio" name={id} checked={other} onChange={() => choose(true)} />
            {text.destination.other}
          </label>
        </>
      )}
      {other && (
        <>
          <TextField
            label={text.destination.label}
            hint={text.destination.hint}
            fault={fault}
            value={typed}
            onChange={({ target }) => {
              setTyped(target.value)
              setCompared(false)
              onChange(undefined)
            }}
          />
          {address !== undefined && (
            <Notice tone="warn">
              <p>{text.destination.compare}</p>
              <Account address={address} whole />
              <label className={css.option}>
                <input
                  type="checkbox"
                  checked={compared}
                  onChange={({ target }) => {
                    setCompared(target.checked)
                    onChange(target.checked ? address : undefined)
                  }}
                />
                {text.destination.compared}
              </label>
            </Notice>
          )}
        </>
      )}
    </fieldset>
  )
}
