/** What can go wrong with a panel, as probabilities. */
export interface PanelOdds {
  members: number
  quorum: number
  /** That a false verdict passes: at least k of n members are wrong in the same way. */
  falseVerdict: number
  /** That a verdict comes at all: at least k of n members are alive. */
  live: number
}

/**
 * The odds of a panel whose members fail independently of one another.
 * @param error the chance that a member is wrong, 0 to 1.
 * @param alive the chance that a member answers in time, 0 to 1.
 */
export function panelOdds(panel: { members: number; quorum: number }, error: number, alive: number): PanelOdds {
  const { members, quorum } = panel
  return { members, quorum, falseVerdict: atLeast(quorum, members, error), live: atLeast(quorum, members, alive) }
}

/** The panels that are possible with up to `most` members: one member, or three and more with k > n / 2 and k < n. */
export function panelsUpTo(most: number): { members: number; quorum: number }[] {
  const panels = [{ members: 1, quorum: 1 }]
  for (let members = 3; members <= most; members++) {
    for (let quorum = Math.floor(members / 2) + 1; quorum < members; quorum++) panels.push({ members, quorum })
  }
  return panels
}

/** The chance of at least k successes in n independent tries. */
function atLeast(k: number, n: number, p: number): number {
  let sum = 0
  let choose = 1
  for (let i = 0; i <= n; i++) {
    if (i >= k) sum += choose * p ** i * (1 - p) ** (n - i)
    choose = (choose * (n - i)) / (i + 1)
  }
  return Math.min(1, sum)
}
