import type { Address } from 'viem'
import type { Statement } from '../result.ts'

/** What was read, and with what. */
export interface ReadFacts {
  factory: Address
  escrows: number
  from: number
  to: number
  /** Against what the logs were compared; undefined: nothing. */
  compared: 'the same endpoint' | 'a second endpoint' | undefined
}

/** What was checked of the reading, and what was not. */
export function readingStatements({ factory, escrows, from, to, compared: second }: ReadFacts): Statement[] {
  const compared: Pick<Statement, 'standing' | 'how'> =
    second === undefined
      ? { standing: 'assumed', how: 'One endpoint gave them, or an earlier audit through the cache.' }
      : {
          standing: 'checked',
          how: `They are the same, log by log, when ${second} is asked for fewer blocks at a time.`,
        }
  return [
    {
      what: `Every block of blocks ${from} to ${to} was asked for the logs of factory ${factory}, of ${escrows} escrows and of transfers of their assets.`,
      standing: 'checked',
      how: 'The ranges that were read join without a gap, and the pinned block was on the chain before and after.',
    },
    { what: 'The endpoint left no log out.', ...compared },
    {
      what: 'Logs are of the blocks and at the times that they say.',
      standing: 'checked',
      how: 'Headers were compared with the hash and time of the logs: of every block, or of samples where the endpoint gives times with the logs.',
    },
    {
      what: 'What tokens call themselves, and their decimals, are as shown.',
      standing: 'checked',
      how: 'As the endpoint answers for them. Amounts in base units, in the JSON report, do not depend on it.',
    },
  ]
}
