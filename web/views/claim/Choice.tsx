import type { ReactNode } from 'react'
import { useId } from 'react'
import css from './claim.module.css'

/** One of several that can be chosen. */
export interface Option<V extends string> {
  value: V
  label: string
  /** Why it cannot be chosen. */
  fault?: string | undefined
}

/** One out of a few, all of them to be seen. */
export function Choice<V extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: V | undefined
  options: readonly Option<V>[]
  onChange: (value: V) => void
}) {
  const name = useId()
  return (
    <fieldset className={css.choices}>
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={css.choice}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={value === option.value}
            disabled={option.fault !== undefined}
            onChange={() => {
              onChange(option.value)
            }}
          />
          <span>
            {option.label}
            {option.fault !== undefined && ` ${option.fault}`}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

/** Something that is agreed to, or not. */
export function Agree({
  checked,
  onChange,
  children,
}: {
  checked: boolean
  onChange: (checked: boolean) => void
  children: ReactNode
}) {
  return (
    <label className={css.choice}>
      <input
        type="checkbox"
        checked={checked}
        onChange={({ target }) => {
          onChange(target.checked)
        }}
      />
      <span>{children}</span>
    </label>
  )
}
