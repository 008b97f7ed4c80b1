import type { Outcome } from '../../../sdk/model/outcome.ts'
import { Account, Digest, Transaction } from '../../parts/Account.tsx'
import { Badge, classes, Muted, Row, type Tone } from '../../parts/basics.tsx'
import { Finality } from '../../parts/Finality.tsx'
import { Time } from '../../parts/Time.tsx'
import { text } from '../../text/en/claimPage.ts'
import { text as outcomeText } from '../../text/en/outcome.ts'
import { dissentersOf, type Voice } from './dissent.ts'
import css from './outcome.module.css'
import { Result } from './Result.tsx'

const words = text.voices
const TONES: Record<Voice['says'], Tone> = { same: 'good', more: 'warn', less: 'warn', awaited: 'info', missing: 'bad' }

/** Every member with its measurement and the digest of its report; dissent and silence stand out. */
export function Voices({ voices, outcome }: { voices: readonly Voice[]; outcome: Outcome | undefined }) {
  const dissenters = dissentersOf(voices)
  return (
    <>
      <p>{dissenters === 0 ? outcomeText.docket.unanimous : outcomeText.docket.dissent(dissenters)}</p>
      <ul className={css.voices} aria-label={words.title}>
        {voices.map((voice) => (
          <li key={voice.member} className={classes(voice.says !== 'same' && css.apart)}>
            <One voice={voice} outcome={outcome} />
          </li>
        ))}
      </ul>
    </>
  )
}

function One({ voice: { member, seat, says, observation }, outcome }: { voice: Voice; outcome: Outcome | undefined }) {
  return (
    <>
      <Row between>
        <Row>
          <Muted>{words.member(seat)}</Muted>
          <Account address={member} />
        </Row>
        <Row>
          {observation !== undefined && (
            <strong>
              <Result measurement={observation.measurement} outcome={outcome} />
            </strong>
          )}
          <Badge tone={TONES[says]}>{words.kinds[says]}</Badge>
        </Row>
      </Row>
      {observation !== undefined && (
        <dl className={css.brief}>
          <div>
            <dt>{words.report}</dt>
            <dd>
              <Digest value={observation.report} />
            </dd>
          </div>
          <div>
            <dt>{words.when}</dt>
            <dd>
              <Time at={observation.at} /> <Finality of={observation.finality} />
            </dd>
          </div>
          <div>
            <dt>{text.money.transaction}</dt>
            <dd>
              <Transaction hash={observation.transaction} />
            </dd>
          </div>
        </dl>
      )}
    </>
  )
}
