/** What is shipped to watch the service by: it names what exists, and every alert says what to do. */
import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { makeMetrics } from '../../oracle/operate/metrics.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const FILES = 'oracle/operate/files'

describe('oracle: what it is watched by', () => {
  it('names metrics that exist', async () => {
    const known = (await makeMetrics().registry.getMetricsAsJSON()).map(({ name }) => name)
    for (const file of ['alerts.yml', 'grafana.json']) {
      const named = [...read(`${FILES}/${file}`).matchAll(/lodestone_oracle_\w+/g)].map(([name]) => name)
      expect(named.length, `${file}: metrics`).to.be.greaterThan(9)
      expect(
        named.filter((name) => !known.includes(name)),
        `${file}: unknown`,
      ).to.deep.equal([])
    }
  })

  it('has a section of the runbook for every alert, and no other', () => {
    const alerts = [...read(`${FILES}/alerts.yml`).matchAll(/- alert: (\w+)/g)].map(([, name]) => name)
    const sections = [...read('docs/oracle-runbook.md').matchAll(/^## (\w+)$/gm)].map(([, name]) => name)
    expect(sections).to.deep.equal(alerts)
  })

  it('shows every metric on the dashboard', async () => {
    const dashboard = read(`${FILES}/grafana.json`)
    JSON.parse(dashboard)
    const hidden = (await makeMetrics().registry.getMetricsAsJSON())
      .map(({ name }) => name)
      .filter((name) => !dashboard.includes(name))
    expect(hidden).to.deep.equal([])
  })
})
