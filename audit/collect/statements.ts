import type { Address } from 'viem'
import type { Statement } from '../result.ts'

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`

/** What was read, and with what. */
export interface ReadFacts {
  factory: Address
  escrows: number
  from: number
  to: number
  /** Against what the logs were compared; undefined: nothing. */
  compared: 'the same endpoint' | 'a second endpoint' | undefined
}

/** What a second endpoint speaks for, or headers and receipts prove. */
export const NO_LOG_LEFT_OUT = 'The endpoint left no log out'

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
      what: `Every block from ${from} to ${to} was asked for the logs of factory ${factory}, of ${counted(escrows, 'escrow')} and of transfers of the assets`,
      standing: 'checked',
      how: 'The ranges that were read join without a gap, and the pinned block was on the chain before and after.',
    },
    { what: NO_LOG_LEFT_OUT, ...compared },
    {
      what: 'Logs are of the blocks and at the times that they say',
      standing: 'checked',
      how: 'Headers were compared with the hash and time of the logs: of every block, or of samples where the endpoint gives times with the logs.',
    },
    {
      what: 'What tokens call themselves, and their decimals, are as shown',
      standing: 'checked',
      how: 'As the endpoint answers for them. Amounts in base units, in the JSON report, do not depend on it.',
    },
  ]
}
