import { useCallback, useId } from 'react'
import { STATUSES } from '../../../sdk/model/status.ts'
import { Button } from '../../parts/basics.tsx'
import { Select } from '../../parts/Field.tsx'
import { text } from '../../text/en/explore.ts'
import css from './explore.module.css'
import { isFiltered, MOST, RULES, SORTS, type ExploreQuery } from './query.ts'
import { Typed } from './Typed.tsx'

/** Search, filters and order. @param themes those that were seen, offered while a theme is typed. */
export function Find({
  query,
  change,
  themes,
}: {
  query: ExploreQuery
  change: (part: Partial<ExploreQuery>) => void
  themes: readonly string[]
}) {
  const listId = useId()
  const search = useCallback((value: string) => change({ search: value }), [change])
  const theme = useCallback((value: string) => change({ theme: value }), [change])
  return (
    <form
      role="search"
      aria-label={text.find.title}
      className={css.find}
      onSubmit={(event) => {
        event.preventDefault()
      }}
    >
      <div className={css.wide}>
        <Typed
          label={text.find.search}
          hint={text.find.searchHint}
          type="search"
          maxLength={MOST.search}
          value={query.search}
          onSettled={search}
        />
      </div>
      <Choice
        label={text.find.status}
        value={query.status}
        options={STATUSES}
        names={text.statuses}
        change={change}
        name="status"
      />
      <Choice
        label={text.find.rule}
        value={query.rule}
        options={RULES}
        names={text.rules}
        change={change}
        name="rule"
      />
      <Typed
        label={text.find.theme}
        placeholder={text.find.anyTheme}
        maxLength={MOST.theme}
        list={listId}
        value={query.theme}
        onSettled={theme}
      />
      <datalist id={listId}>
        {themes.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <Select
        label={text.find.sort}
        hint={query.sort.startsWith('-') && query.sort !== SORTS[0] ? text.find.sortHint : undefined}
        value={query.sort}
        onChange={({ target }) => change({ sort: SORTS.find((sort) => sort === target.value) ?? SORTS[0] })}
      >
        {SORTS.map((sort) => (
          <option key={sort} value={sort}>
            {text.sorts[sort]}
          </option>
        ))}
      </Select>
      {isFiltered(query) && (
        <div className={css.wide}>
          <Button small onClick={() => change({ search: '', status: '', theme: '', rule: '' })}>
            {text.find.clear}
          </Button>
        </div>
      )}
    </form>
  )
}

function Choice<T extends string>({
  label,
  name,
  value,
  options,
  names,
  change,
}: {
  label: string
  name: 'status' | 'rule'
  value: T | ''
  options: readonly T[]
  names: Record<T, string>
  change: (part: Partial<ExploreQuery>) => void
}) {
  return (
    <Select
      label={label}
      value={value}
      onChange={({ target }) => change({ [name]: options.find((one) => one === target.value) ?? '' })}
    >
      <option value="">{text.find.any}</option>
      {options.map((one) => (
        <option key={one} value={one}>
          {names[one]}
        </option>
      ))}
    </Select>
  )
}
