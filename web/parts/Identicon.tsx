import { keccak256, type Hex } from 'viem'

const SIDE = 5

/** A small picture of an address: addresses that look alike have different ones, since every digit changes it. */
export function Identicon({ of, size = 20 }: { of: Hex; size?: number }) {
  const bytes = keccak256(of).slice(2)
  const at = (i: number): number => parseInt(bytes.slice(2 * i, 2 * i + 2), 16)
  const hue = (at(30) * 256 + at(31)) % 360
  const cells: [x: number, y: number][] = []
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < 3; x++) {
      if (at(y * 3 + x) % 2 === 0) continue
      cells.push([x, y])
      if (x < 2) cells.push([SIDE - 1 - x, y])
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
      {cells.map(([x, y]) => (
        <rect key={`${x}-${y}`} x={x} y={y} width="1" height="1" fill={`hsl(${(hue + at(29)) % 360} 55% 38%)`} />
      ))}
    </svg>
  )
}
