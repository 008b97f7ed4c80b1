import type { Hex } from 'viem'
import { formatBytes } from '../../../sdk/model/bytes.ts'
import { Digest } from '../../parts/Account.tsx'
import { Button, Fact, Facts, Hint, Notice } from '../../parts/basics.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { visible } from '../../parts/visible.ts'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/en/desk.ts'
import css from '../claim/claim.module.css'
import { tarOf } from '../claim/receipt.ts'
import { saveBlob } from '../../parts/saveFile.ts'
import type { OpenedEvidence } from './openEvidence.ts'

/** Files that are listed. */
const MOST = 500

/** Evidence that is proved: what the solver says, and each file to be saved. */
export function OpenedFiles({ opened, claim }: { opened: OpenedEvidence; claim: Hex }) {
  const words = text.evidence
  const { manifest, digest, files } = opened
  const name = `evidence-${claim.slice(2, 10)}`
  const bytes = files.reduce((sum, { content }) => sum + content.size, 0)
  return (
    <>
      <Notice tone="good">{words.proved}</Notice>
      <Facts>
        <Fact name={words.statement}>
          <Foreign most={2_000}>{manifest.statement}</Foreign>
        </Fact>
        <Fact name={words.digest}>
          <Digest value={digest} />
        </Fact>
      </Facts>
      <Hint>{words.warn}</Hint>
      <div className={css.files}>
        <Table
          caption={words.files}
          rows={files.slice(0, MOST)}
          keyOf={({ path }) => path}
          columns={[
            { title: words.path, cell: ({ path }) => <Foreign inline>{path}</Foreign> },
            { title: words.size, number: true, cell: ({ content }) => formatBytes(content.size) },
            {
              title: words.save,
              number: true,
              cell: ({ path, content }) => (
                <Button
                  small
                  aria-label={words.saveOne(visible(path))}
                  onClick={() => {
                    saveBlob(path.split('/').at(-1) ?? path, content)
                  }}
                >
                  {words.save}
                </Button>
              ),
            },
          ]}
        />
      </div>
      <p>
        <Button
          onClick={() => {
            saveBlob(`${name}.tar`, tarOf(files.map(({ path, content }) => [`${name}/${path}`, content])))
          }}
        >
          {words.saveAll(formatBytes(bytes))}
        </Button>
      </p>
    </>
  )
}
