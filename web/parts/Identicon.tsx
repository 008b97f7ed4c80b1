import { keccak256, type Hex } from 'viem'

const SIDE = 5
const cell = (x: number, y: number): string => `M${x} ${y}h1v1h-1z`

/** A small picture of an address: addresses that look alike have different ones, since every digit changes it. */
export function Identicon({ of, size = 20 }: { of: Hex; size?: number }) {
  const bytes = keccak256(of).slice(2)
  const at = (i: number): number => parseInt(bytes.slice(2 * i, 2 * i + 2), 16)
  const hue = (at(30) * 256 + at(31)) % 360
  // All cells are one shape: long lists have many pictures.
  let cells = ''
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < 3; x++) {
      if (at(y * 3 + x) % 2 === 0) continue
      cells += cell(x, y)
      if (x < 2) cells += cell(SIDE - 1 - x, y)
    }
  return (
    <svg
      width={size}
      height={size}
      viewBox={`0 0 ${SIDE} ${SIDE}`}
      aria-hidden="true"
      focusable="false"
      shapeRendering="crispEdges"
    >
      <rect width={SIDE} height={SIDE} fill={`hsl(${hue} 35% 88%)`} />
      <path d={cells} fill={`hsl(${(hue + at(29)) % 360} 55% 38%)`} />
    </svg>
  )
}
