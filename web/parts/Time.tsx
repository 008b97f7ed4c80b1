import { formatRelative } from '../../sdk/model/when.ts'
import { chainNow, useNow } from '../chain/now.ts'
import { text } from '../text/en/parts.ts'
import css from './parts.module.css'

const local = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })

/** A moment in UTC, with the visitor's own time in the title, and how far it is from now. @param at unix seconds. */
export function Time({ at, relative = true }: { at: number; relative?: boolean }) {
  return (
    <time dateTime={isoOf(at)} title={text.localTime(local.format(new Date(at * 1000)))}>
      <span className={css.time}>{utcOf(at)}</span>
      {relative && (
        <span className={css.muted}>
          {' · '}
          <Relative at={at} />
        </span>
      )}
    </time>
  )
}

/** The same moment in both clocks, written out. */
export function BothClocks({ at }: { at: number }) {
  return (
    <time dateTime={isoOf(at)}>
      <span className={css.time}>{utcOf(at)}</span>
      <br />
      <span className={css.muted}>{text.localTime(local.format(new Date(at * 1000)))}</span>
    </time>
  )
}

/** Seconds: what is farther away than a day moves on by the minute. */
const [DAY, MINUTE] = [86_400, 60]

/** "in 29 days", moving on. */
export function Relative({ at }: { at: number }) {
  const now = useNow(Math.abs(at - chainNow()) > DAY ? MINUTE : 1)
  return <>{formatRelative(BigInt(at), BigInt(now))}</>
}

/** What is left until the last second `until`, to the second: "2 d 03:04:05". */
export function Countdown({ until }: { until: number }) {
  const left = Math.max(0, until - useNow())
  const [days, clock] = [Math.floor(left / 86_400), left % 86_400]
  const parts = [Math.floor(clock / 3600), Math.floor((clock % 3600) / 60), clock % 60]
  const digits = parts.map((part) => String(part).padStart(2, '0')).join(':')
  return (
    <span className={css.time} role="timer" aria-live="off">
      {days > 0 ? `${days} d ${digits}` : digits}
    </span>
  )
}

function isoOf(at: number): string {
  return new Date(at * 1000).toISOString()
}

/** "2026-12-28 04:12:05 UTC". */
export function utcOf(at: number): string {
  const iso = isoOf(at)
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`
}
