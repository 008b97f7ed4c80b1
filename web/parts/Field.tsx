import {
  useId,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from 'react'
import { classes } from './basics.tsx'
import css from './parts.module.css'

interface Labelled {
  label: string
  hint?: ReactNode
  /** What is wrong with what was typed. */
  fault?: string | undefined
}

function Field({ label, hint, fault, id, children }: Labelled & { id: string; children: ReactNode }) {
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      {children}
      {hint !== undefined && (
        <p className={css.hint} id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <p className={css.fault} id={`${id}-fault`} aria-live="polite" hidden={fault === undefined}>
        {fault}
      </p>
    </div>
  )
}

const described = (id: string, hint: ReactNode, fault: string | undefined) => ({
  'aria-describedby': classes(hint !== undefined && `${id}-hint`, fault !== undefined && `${id}-fault`) || undefined,
  'aria-invalid': fault !== undefined,
})

export function TextField({
  label,
  hint,
  fault,
  className,
  ...rest
}: Labelled & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId()
  return (
    <Field {...{ label, hint, fault, id }}>
      <input
        id={id}
        className={classes(css.input, className)}
        autoComplete="off"
        spellCheck="false"
        {...described(id, hint, fault)}
        {...rest}
      />
    </Field>
  )
}

export function TextArea({
  label,
  hint,
  fault,
  className,
  ...rest
}: Labelled & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId()
  return (
    <Field {...{ label, hint, fault, id }}>
      <textarea id={id} className={classes(css.input, className)} {...described(id, hint, fault)} {...rest} />
    </Field>
  )
}

export function Select({
  label,
  hint,
  fault,
  className,
  children,
  ...rest
}: Labelled & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId()
  return (
    <Field {...{ label, hint, fault, id }}>
      <select id={id} className={classes(css.input, className)} {...described(id, hint, fault)} {...rest}>
        {children}
      </select>
    </Field>
  )
}
