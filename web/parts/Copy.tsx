import { useState } from 'react'
import { text } from '../text/en/parts.ts'
import css from './parts.module.css'

/** Copies a value. */
export function Copy({ value, what }: { value: string; what: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(value)
    setCopied(true)
    setTimeout(() => {
      setCopied(false)
    }, 1_500)
  }
  return (
    <button
      type="button"
      className={css.copy}
      onClick={() => void copy()}
      aria-label={copied ? text.copied : text.copy(what)}
    >
      <svg
        width="14"
        height="14"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        aria-hidden="true"
      >
        {copied ? <path d="m3 8.5 3.5 3.5L13 4.5" /> : <path d="M5.5 5.5v-3h8v8h-3m-8-5h8v8h-8z" />}
      </svg>
    </button>
  )
}
