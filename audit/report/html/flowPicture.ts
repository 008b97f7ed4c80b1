import type { Figures } from '../figures/figures.ts'
import type { FlowPart } from '../figures/flow.ts'
import { GROUPS, whoIs } from '../groups.ts'
import { html, type Markup } from './markup.ts'

const [WIDTH, LEFT, RIGHT] = [1100, 336, 764]
const BLOCK = { from: 522, to: 578 } as const
const BAR = 7
/** Pixels for all money that ever came in; the least for a stream; what a label needs. */
const [HEIGHT, LEAST, LABEL] = [280, 2, 34]
const TOP = 40
/** How wide a label may be, and about how wide one of its characters is. */
const [ROOM, CHARACTER] = [318, 6.9]

interface Stream {
  part: FlowPart
  tone: 'in' | 'out' | 'inside' | 'bad'
  thick: number
  /** Tops at its label and at the escrow. */
  outer: number
  inner: number
}

/**
 * Where the money came from, where it went and where it is: bands as thick as their share of all that came in, the thinnest kept
 * visible. Every amount stands in the table below the picture too.
 */
export function flowPicture(figures: Figures, id: string): Markup {
  const { flow, money } = figures
  const whole = [flow.totalIn, flow.totalOut + flow.totalInside].reduce((a, b) => (a > b ? a : b))
  const left = streams(flow.in, 'in', whole)
  const right = [...streams(flow.out, 'out', whole), ...streams(flow.inside, 'inside', whole)]
  const tall = Math.max(place(left), place(right), LABEL)
  const block = Math.max(thickness(left), thickness(right), LEAST)
  const top = TOP + (tall - block) / 2
  stack(left, top)
  stack(right, top)
  const title = `Money of the escrow: ${money.amount(flow.totalIn)} in, ${money.amount(flow.totalOut)} out, ${money.amount(flow.totalInside)} inside`
  return html`<svg viewBox="0 0 ${WIDTH} ${px(TOP + tall + 8)}" role="img" aria-labelledby="${id}-t ${id}-d">
    <title id="${id}-t">${title}</title>
    <desc id="${id}-d">
      ${[...left, ...right].map(({ part }) => `${GROUPS[part.group]} ${whoIs(part)}: ${money.amount(part.amount)}. `)}
    </desc>
    <text class="s e" x="${LEFT - 12}" y="14">in ${money.number(flow.totalIn)}</text>
    <text class="s" x="${RIGHT + 12}" y="14">out ${money.number(flow.totalOut)}</text>
    <text class="s" x="${RIGHT + 12}" y="29">inside ${money.number(flow.totalInside)}</text>
    ${left.map((one) => drawn(one, 'left', money))}${right.map((one) => drawn(one, 'right', money))}
    <rect
      class="f-ink"
      x="${BLOCK.from}"
      y="${px(top)}"
      width="${BLOCK.to - BLOCK.from}"
      height="${px(block)}"
      rx="2"
    />
    <text class="b c" x="${(BLOCK.from + BLOCK.to) / 2}" y="${px(top - 9)}">escrow</text>
  </svg>`
}

function streams(parts: readonly FlowPart[], tone: Stream['tone'], whole: bigint): Stream[] {
  return parts.map((part) => ({
    part,
    tone: part.group === 'unexplained' ? 'bad' : tone,
    thick: Math.max(LEAST, share(part.amount, whole)),
    outer: 0,
    inner: 0,
  }))
}

/** Pixels of a share of the whole; 0 for what is missing. */
function share(amount: bigint, whole: bigint): number {
  return amount <= 0n || whole === 0n ? 0 : Number((amount * BigInt(HEIGHT) * 1_000n) / whole) / 1_000
}

/** Sets where labels stand, one below the other; returns how high they are together. */
function place(all: Stream[]): number {
  let y = 0
  for (const one of all) {
    const room = Math.max(LABEL, one.thick + 8)
    one.outer = TOP + y + (room - one.thick) / 2
    y += room
  }
  return y
}

function stack(all: Stream[], top: number): void {
  let y = top
  for (const one of all) {
    one.inner = y
    y += one.thick
  }
}

const thickness = (all: readonly Stream[]): number => all.reduce((sum, { thick }) => sum + thick, 0)

function drawn({ part, tone, thick, outer, inner }: Stream, side: 'left' | 'right', money: Figures['money']): Markup {
  const isLeft = side === 'left'
  const [x0, x1] = isLeft ? [LEFT, BLOCK.from] : [RIGHT, BLOCK.to]
  const bend = (x0 + x1) / 2
  const path = `M${x0} ${px(outer)}C${bend} ${px(outer)} ${bend} ${px(inner)} ${x1} ${px(inner)}V${px(inner + thick)}C${bend} ${px(inner + thick)} ${bend} ${px(outer + thick)} ${x0} ${px(outer + thick)}Z`
  const name = whoIs(part)
  const [x, middle, end] = [isLeft ? LEFT - 12 : RIGHT + 12, outer + thick / 2, isLeft ? ' e' : '']
  const amount = html`<tspan class="b">${money.number(part.amount)}</tspan> ${GROUPS[part.group]}`
  // Amounts of a token with many decimals are pressed together rather than cut.
  const isLong = (money.number(part.amount).length + GROUPS[part.group].length) * CHARACTER > ROOM
  const pressed = isLong && html` textLength="${ROOM}" lengthAdjust="spacingAndGlyphs"`
  return html`<path class="band f-${tone}" d="${path}" />
    <rect class="f-${tone}" x="${isLeft ? LEFT - BAR : RIGHT}" y="${px(outer)}" width="${BAR}" height="${px(thick)}" />
    <text class="l${end}" x="${x}" y="${px(name === '' ? middle + 4 : middle - 2)}" ${pressed}>${amount}</text>
    ${name !== '' && html`<text class="m${end}" x="${x}" y="${px(middle + 11)}">${name}</text>`}`
}

const px = (value: number): string => String(Math.round(value * 100) / 100)
