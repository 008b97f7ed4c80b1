import { html, type Markup, type Part } from './markup.ts'

/** A column of a table. `kind`: `r` amounts, aligned to the right; `acc` accounts and hashes; `t` times. */
export interface Column {
  name: string
  kind?: 'r' | 'acc' | 't'
}

/** A row: its cells, the first of which names it; `total` sets it apart; `more` stands under it over the whole width. */
export interface Row {
  cells: readonly Part[]
  total?: boolean
  more?: Markup | undefined
}

/** A table that scrolls by itself where the screen is narrow. */
export function table(caption: string, columns: readonly Column[], rows: readonly Row[]): Markup {
  const kind = (i: number): Markup | undefined => {
    const found = columns[i]?.kind
    return found === undefined ? undefined : html` class="${found}"`
  }
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(({ name }, i) => html`<th scope="col" ${kind(i)}>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ cells, total, more }) => html`
<tr${total === true && html` class="total"`}${more !== undefined && html` class="has"`}>${cells.map((cell, i) =>
            i === 0 ? html`<th scope="row" ${kind(i)}>${cell}</th>` : html`<td${kind(i)}>${cell}</td>`,
          )}</tr>${
            more !== undefined &&
            html`<tr class="more">
              <td colspan="${columns.length}">${more}</td>
            </tr>`
          }`,
        )}
      </tbody>
    </table>
  </div>`
}
