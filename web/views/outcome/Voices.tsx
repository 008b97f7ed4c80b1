import type { Outcome } from '../../../sdk/model/outcome.ts'
import { Account, Digest, Transaction } from '../../parts/Account.tsx'
import { Badge, Muted, type Tone } from '../../parts/basics.tsx'
import { Finality } from '../../parts/Finality.tsx'
import { Table } from '../../parts/Table.tsx'
import { Time } from '../../parts/Time.tsx'
import { text } from '../../text/en/claimPage.ts'
import { text as outcomeText } from '../../text/en/outcome.ts'
import { dissentersOf, type Voice } from './dissent.ts'
import { Result } from './Result.tsx'

const words = text.voices
const TONES: Record<Voice['says'], Tone> = { same: 'good', more: 'warn', less: 'warn', awaited: 'info', missing: 'bad' }

/** Every member with its measurement and the digest of its report; dissent and silence stand out. */
export function Voices({ voices, outcome }: { voices: readonly Voice[]; outcome: Outcome | undefined }) {
  const dissenters = dissentersOf(voices)
  return (
    <>
      <p>{dissenters === 0 ? outcomeText.docket.unanimous : outcomeText.docket.dissent(dissenters)}</p>
      <Table
        caption={words.title}
        rows={voices}
        keyOf={({ member }) => member}
        columns={[
          { title: words.member, cell: ({ member }) => <Account address={member} /> },
          {
            title: words.says,
            cell: ({ says }) => <Badge tone={TONES[says]}>{words.kinds[says]}</Badge>,
          },
          {
            title: words.measurement,
            cell: ({ observation }) =>
              observation === undefined ? (
                <Muted>{words.nothing}</Muted>
              ) : (
                <Result measurement={observation.measurement} outcome={outcome} />
              ),
          },
          {
            title: words.report,
            cell: ({ observation }) => observation !== undefined && <Digest value={observation.report} />,
          },
          {
            title: words.when,
            cell: ({ observation }) =>
              observation !== undefined && (
                <>
                  <Time at={observation.at} /> <Finality of={observation.finality} />
                  <br />
                  <Transaction hash={observation.transaction} />
                </>
              ),
          },
        ]}
      />
    </>
  )
}
