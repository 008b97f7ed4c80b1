import type { Address, Hex } from 'viem'
import { useSite } from '../app/site.ts'
import { text } from '../text/en/parts.ts'
import { Copy } from './Copy.tsx'
import { Identicon } from './Identicon.tsx'
import css from './parts.module.css'

/** The first and last digits of an address or a hash; the whole of it is in the title, and what is copied. */
export const shortened = (hex: Hex): string => `${hex.slice(0, 8)}…${hex.slice(-6)}`

/** An address with its picture. `whole` writes all its digits out: wherever money is sent there. */
export function Account({ address, whole = false }: { address: Address; whole?: boolean }) {
  const { explorer } = useSite()
  const digits = (
    <span className="mono" title={address}>
      {whole ? address : shortened(address)}
    </span>
  )
  return (
    <span className={css.account}>
      <Identicon of={address} />
      {explorer === undefined ? digits : <Outside href={`${explorer}/address/${address}`}>{digits}</Outside>}
      <Copy value={address} what={text.address(shortened(address))} />
    </span>
  )
}

/** A transaction, with a way to the explorer where the site names one. */
export function Transaction({ hash }: { hash: Hex }) {
  const { explorer } = useSite()
  const digits = (
    <span className="mono" title={hash}>
      {shortened(hash)}
    </span>
  )
  return (
    <span className={css.account}>
      {explorer === undefined ? digits : <Outside href={`${explorer}/tx/${hash}`}>{digits}</Outside>}
      <Copy value={hash} what={text.transaction(shortened(hash))} />
    </span>
  )
}

/** A hash or a key that is not a transaction. */
export function Digest({ value, whole = false }: { value: Hex; whole?: boolean }) {
  return (
    <span className={css.account}>
      <span className="mono" title={value}>
        {whole ? value : shortened(value)}
      </span>
      <Copy value={value} what={text.value(shortened(value))} />
    </span>
  )
}

/** A link to another site: it learns nothing of this page. */
function Outside({ href, children }: { href: string; children: React.ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  )
}
