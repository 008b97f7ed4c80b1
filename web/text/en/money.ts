/** Words of statuses, rules and the funding bar, which several views share. */
import type { Status } from '../../../sdk/model/status.ts'
import type { RuleName } from '../../../sdk/model/terms.ts'

const statusWhy: Record<Status, string> = {
  Pledging: 'Money is being gathered. If the threshold is missed, all of it comes back.',
  Binding: 'The money is bound: whoever achieves the outcome is paid from it.',
  Closed: 'Nothing more can be paid. What was not earned can be redeemed.',
  Void: 'The threshold was missed. Everything can be redeemed, unit for unit.',
}

const ruleWhy: Record<RuleName, string> = {
  Units: 'Each unit of the result has a price.',
  Record: 'Each claim is paid for what it adds to the best result so far.',
  Contest: 'The best claims win ranked prizes.',
}

export const text = {
  statusWhy,
  ruleWhy,
  bar: {
    label: (percent: { pledged: number; paid: number; held: number; free: number; threshold: number }) =>
      `Of the cap ${percent.pledged} % is pledged: ${percent.paid} % paid out, ${percent.held} % held, ${percent.free} % still with the funders. The threshold is at ${percent.threshold} %. All of these are rounded down to 0.01 %.`,
    paid: 'paid out',
    held: 'held under warranty',
    free: 'still with the funders',
    threshold: 'threshold',
    cap: 'cap',
  },
}
