/** The report as one page: nothing of it runs or loads anything, whatever others wrote into the chain; it is well formed and complete. */
import { createHash } from 'node:crypto'
import { expect } from 'chai'
import { reportHtml } from '../../../audit/report/reportHtml.ts'
import { everything, market, passing, plain, resultOf } from './fixture.ts'
import { who } from './play.ts'

/** All that a report is made of. */
const ELEMENTS = new Set(
  `html head meta title style body header main footer nav section article h1 h2 h3 p a ol ul li dl dt dd div span strong br bdi code
   figure figcaption table caption thead tbody tr th td details summary svg desc text tspan path rect`.split(/\s+/),
)
const ATTRIBUTES = new Set(
  `lang charset http-equiv content name id class href aria-label aria-labelledby aria-hidden role tabindex scope colspan viewBox x y
   width height rx d textLength lengthAdjust`.split(/\s+/),
)
const VOID = new Set(['meta', 'br', 'path', 'rect'])

interface Tag {
  name: string
  attributes: Map<string, string>
}

/** The tags of a page; throws where it is not well formed. Raw text is only in the style. */
function parse(page: string): { tags: Tag[]; text: string } {
  const body = page.replace(/^<!doctype html>/, '').replace(/(<style>)[^<]*(<\/style>)/, '$1$2')
  const tags: Tag[] = []
  const open: string[] = []
  const text = body.replace(
    /<(\/?)([a-z0-9]+)((?:\s+[a-zA-Z-]+="[^"<>]*")*)\s*(\/?)>/g,
    (_, close, name, attributes, empty) => {
      if (close === '/') expect(open.pop(), 'closed').to.equal(name)
      else {
        const pairs = [...String(attributes).matchAll(/([a-zA-Z-]+)="([^"]*)"/g)].map((m) => [m[1]!, m[2]!] as const)
        tags.push({ name: String(name), attributes: new Map(pairs) })
        if (empty !== '/' && !VOID.has(String(name))) open.push(String(name))
      }
      return ' '
    },
  )
  expect(open, 'left open').to.deep.equal([])
  expect(text, 'no other markup').not.to.match(/[<>]/)
  return { tags, text }
}

const PAGES = { everything: everything(), plain: plain(), passing: passing(), many: resultOf([market(60, 20)]) }

describe('audit report: HTML', function () {
  for (const [name, result] of Object.entries(PAGES)) {
    describe(name, () => {
      const page = reportHtml(result)
      const { tags } = parse(page)

      it('is made of harmless elements and attributes only', () => {
        for (const { name: element, attributes } of tags) {
          expect(ELEMENTS.has(element), element).to.equal(true)
          for (const attribute of attributes.keys()) expect(ATTRIBUTES.has(attribute), attribute).to.equal(true)
        }
      })

      it('asks for nothing from outside: links lead into the page, to something', () => {
        const ids = new Set(tags.flatMap(({ attributes }) => attributes.get('id') ?? []))
        const all = tags.flatMap(({ attributes }) => attributes.get('id') ?? [])
        expect(all.length, 'ids are used once').to.equal(ids.size)
        for (const { attributes } of tags) {
          const href = attributes.get('href')
          if (href !== undefined) expect(ids.has(href.replace(/^#/, '')), href).to.equal(true)
          for (const id of attributes.get('aria-labelledby')?.split(' ') ?? []) expect(ids.has(id), id).to.equal(true)
        }
        expect(/<style>([^<]*)<\/style>/.exec(page)![1]).not.to.match(/url\(|@import|expression/)
      })

      it('allows its own style alone', () => {
        const style = /<style>([^<]*)<\/style>/.exec(page)![1]!
        const policy = tags.find(({ attributes }) => attributes.get('http-equiv') === 'Content-Security-Policy')!
        const hash = createHash('sha256').update(style).digest('base64')
        expect(policy.attributes.get('content')).to.equal(
          `default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;`,
        )
      })

      it('has captions, scopes, titles and descriptions', () => {
        const count = (element: string): number => tags.filter((tag) => tag.name === element).length
        expect(count('caption')).to.equal(count('table')).and.to.be.above(0)
        for (const tag of tags) if (tag.name === 'th') expect(tag.attributes.get('scope')).to.match(/^(col|row)$/)
        const pictures = tags.filter((tag) => tag.name === 'svg' && tag.attributes.get('role') === 'img')
        expect(pictures.length).to.equal(2 * result.escrows.length)
        expect(count('desc')).to.equal(pictures.length)
        expect(count('h1')).to.equal(1)
      })
    })
  }

  it('shows hostile text as text: escaped, isolated, its controls visible, shortened', () => {
    const page = reportHtml(PAGES.everything)
    const { text } = parse(page)
    expect(text).to.contain('&lt;script src=https://evil.example/x.js&gt;')
    expect(text).to.contain('\\u202eevissap')
    expect(page.replace(/\n/g, '')).not.to.match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    expect(page).not.to.match(/A{400}/)
    const outside = page.replace(/<bdi[^>]*>[^<]*<\/bdi>/g, '')
    expect(outside, 'what others wrote stands in an isolate').not.to.contain('evil.example')
  })

  it('verdict first, and what is trusted without a block hash', () => {
    expect(parse(reportHtml(PAGES.passing)).text).to.match(/^\s*PASS: audit of 1 escrow/)
    expect(reportHtml(PAGES.plain)).to.contain('Nothing here is proved.')
    expect(reportHtml(PAGES.passing)).not.to.contain('Nothing here is proved.')
  })

  it('stays small with thousands of payments, and totals are over all', () => {
    const page = reportHtml(resultOf([market(2_000, 300)]))
    parse(page)
    expect(page.length).to.be.below(3_000_000)
    const { text } = parse(page)
    expect(text).to.contain('1,600 smaller payments, in the JSON report')
    expect(text.replace(/\s+/g, ' ')).to.match(/2,000 payments 0 2,469\.134 /)
  })

  it('gives every address in full', () => {
    expect(reportHtml(PAGES.passing)).to.contain(who('Ada')).and.to.contain(who('member 1'))
  })
})
