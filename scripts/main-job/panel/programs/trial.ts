/** Outcome B: counts the successes of both arms. The service makes the bound of them. */
import { answer, isAtMost, readInput, readResults, resultsIn, whole } from './evidence.ts'

const LEAST_ATTEMPTS = 200

/** An arm that is not there is one attempt without a success. */
function armOf(value: unknown): { trials: number; events: number } {
  const { successes, trials } = resultsIn(value)
  return { trials: Math.max(1, whole(trials) ?? 1), events: whole(successes) ?? 0 }
}

const results = readResults(readInput().evidence)
const [control, treated] = [armOf(results['control']), armOf(results['treated'])]
const isEnough = control.trials >= LEAST_ATTEMPTS && treated.trials >= LEAST_ATTEMPTS
answer({
  arms: { control, treated },
  sideConditions: [
    { name: 'pre-registration', holds: (whole(results['daysRegisteredBefore']) ?? 0) >= 14 },
    { name: 'strong control', holds: isEnough && control.events * 10 >= control.trials },
    { name: 'usable', holds: isAtMost(results['extraTimePercent'], 25) },
  ],
})
