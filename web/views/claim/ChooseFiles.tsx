import { useRef, useState, type DragEvent } from 'react'
import { formatBytes } from '../../../sdk/model/bytes.ts'
import { Button, classes, Hint, Notice, Row, Stack } from '../../parts/basics.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { visible } from '../../parts/visible.ts'
import { ErrorText } from '../../parts/states.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/en/claim.ts'
import { addFiles, bytesOf, faultsOfFiles, type Chosen } from './chosen.ts'
import css from './claim.module.css'
import { filesOfDrop, filesOfInput } from './dropped.ts'

/** Files dropped or chosen, listed with what keeps them out of a bundle. */
export function ChooseFiles({
  chosen,
  onChange,
  disabled,
}: {
  chosen: readonly Chosen[]
  onChange: (change: (before: readonly Chosen[]) => Chosen[]) => void
  disabled: boolean
}) {
  const words = text.files
  const [over, setOver] = useState(false)
  const [error, setError] = useState<unknown>()
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const add = (more: readonly Chosen[]): void => {
    onChange((before) => addFiles(before, more))
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    if (disabled) return
    setError(undefined)
    filesOfDrop(event.dataTransfer).then(add, setError)
  }
  const input = (folders: boolean) => (
    <input
      ref={folders ? folder : files}
      type="file"
      multiple
      hidden
      aria-label={folders ? words.chooseFolder : words.choose}
      data-choose={folders ? 'folder' : 'files'}
      {...(folders ? { webkitdirectory: '' } : {})}
      onChange={({ target }) => {
        add(filesOfInput(target.files ?? []))
        // The same file can be chosen again after it was removed.
        target.value = ''
      }}
    />
  )
  return (
    <Stack>
      <div
        className={classes(css.drop, over && css.over)}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => {
          setOver(false)
        }}
        onDrop={drop}
      >
        <strong>{words.drop}</strong>
        <Row>
          <Button disabled={disabled} onClick={() => files.current?.click()}>
            {words.choose}
          </Button>
          <Button disabled={disabled} onClick={() => folder.current?.click()}>
            {words.chooseFolder}
          </Button>
        </Row>
        {input(false)}
        {input(true)}
        <Hint>{words.hint}</Hint>
      </div>
      {error !== undefined && (
        <Notice tone="bad">
          <ErrorText error={error} />
        </Notice>
      )}
      <div aria-live="polite">
        {chosen.length === 0 ? (
          <Hint>{words.none}</Hint>
        ) : (
          <FileList chosen={chosen} onChange={onChange} disabled={disabled} />
        )}
      </div>
      <details className={css.details}>
        <summary>{words.limits}</summary>
        <ul className={css.list}>
          {words.limitList.map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
      </details>
    </Stack>
  )
}

/** Files of a bundle that are shown at first: a table of thousands helps nobody. */
const MOST = 200

function FileList({ chosen, onChange, disabled }: Parameters<typeof ChooseFiles>[0]) {
  const words = text.files
  const faults = faultsOfFiles(chosen)
  const shown = [...chosen].sort((one, other) => Number(faults.has(other.path)) - Number(faults.has(one.path)))
  return (
    <Stack>
      {faults.size > 0 && (
        <Notice tone="bad" title={words.faults}>
          <ul className={css.list}>
            {[...faults].slice(0, 20).map(([path, fault]) => (
              <li key={path}>
                <Foreign inline>{path}</Foreign>
                {': '}
                {fault}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <div className={css.files}>
        <Table
          caption={words.list}
          rows={shown.slice(0, MOST)}
          keyOf={({ path }) => path}
          columns={[
            { title: words.path, cell: ({ path }) => <Foreign inline>{path}</Foreign> },
            { title: words.size, number: true, cell: ({ file }) => formatBytes(file.size) },
            {
              title: words.remove,
              number: true,
              cell: ({ path }) => (
                <Button
                  small
                  disabled={disabled}
                  aria-label={words.removeOne(visible(path))}
                  onClick={() => {
                    onChange((before) => before.filter((one) => one.path !== path))
                  }}
                >
                  {words.remove}
                </Button>
              ),
            },
          ]}
        />
      </div>
      <Row between>
        <strong>{words.total(chosen.length, formatBytes(bytesOf(chosen)))}</strong>
        <Button
          small
          disabled={disabled}
          onClick={() => {
            onChange(() => [])
          }}
        >
          {words.removeAll}
        </Button>
      </Row>
    </Stack>
  )
}
