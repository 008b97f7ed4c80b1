import { useState } from 'react'
import { useIndexStatus } from '../data/questions/escrows.ts'
import { Muted, Row } from '../parts/basics.tsx'
import { text } from '../text/en/app.ts'
import css from './app.module.css'
import { applyScheme, readScheme, SCHEMES, type Scheme } from './scheme.ts'
import { useSite } from './site.ts'

export function Footer() {
  const { chain, deployment, report } = useSite()
  const block = useIndexStatus().data?.asOf?.number
  const [scheme, setScheme] = useState(readScheme)
  return (
    <footer className={css.footer}>
      <Row between>
        <Muted>
          {text.onChain(chain, deployment.chainId)}
          {block !== undefined && ` · ${text.block(block)}`}
        </Muted>
        <Row>
          {report !== undefined && <a href={report}>{text.report}</a>}
          <a href="#/settings">{text.settings}</a>
          <label className={css.scheme}>
            <span className="visually-hidden">{text.scheme.label}</span>
            <select
              value={scheme}
              onChange={({ target }) => {
                const chosen = target.value as Scheme
                setScheme(chosen)
                applyScheme(chosen)
              }}
            >
              {SCHEMES.map((one) => (
                <option key={one} value={one}>
                  {text.scheme[one]}
                </option>
              ))}
            </select>
          </label>
        </Row>
      </Row>
    </footer>
  )
}
