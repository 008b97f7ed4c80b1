import type { Hex } from 'viem'
import { Title } from '../../app/Title.tsx'
import { LinkButton, Stack } from '../../parts/basics.tsx'
import { text as claimText } from '../../text/en/claimPage.ts'
import { text } from '../../text/en/outcome.ts'

/** An address or a key in the route that leads to nothing. @param what it, where it has the right form. */
export function Missing({ title, why, what, back }: { title: string; why: string; what?: Hex; back?: string }) {
  return (
    <Stack>
      <Title window={title} lead={why}>
        {title}
      </Title>
      {what !== undefined && <p className="mono">{what}</p>}
      <p>
        <LinkButton to={back ?? '/'}>{back === undefined ? text.explore : claimText.back}</LinkButton>
      </p>
    </Stack>
  )
}
