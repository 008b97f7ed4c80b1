import { useState } from 'react'
import { text } from '../text/en/parts.ts'

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
    <button type="button" onClick={() => void copy()} aria-label={copied ? text.copied : text.copy(what)}>
      {copied ? '✓' : '⧉'}
    </button>
  )
}
