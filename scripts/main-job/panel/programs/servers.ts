/** Outcome D: the server-months of a batch, each month once. */
import { answer, isAtMost, readInput, readResults, whole } from './evidence.ts'

const { evidence, earlierEvidence } = readInput()
const { serverMonths, month, egressKilobitsPerSecond, haveCustomersPaid } = readResults(evidence)
const isClaimed = (earlierEvidence ?? []).some(({ folder }) => readResults(folder)['month'] === month)
answer({
  measurement: `${whole(serverMonths) ?? 0}`,
  sideConditions: [
    { name: 'no double counting', holds: typeof month === 'string' && !isClaimed },
    { name: 'egress control', holds: isAtMost(egressKilobitsPerSecond, 254) },
    { name: 'real customers', holds: haveCustomersPaid === true },
  ],
})
