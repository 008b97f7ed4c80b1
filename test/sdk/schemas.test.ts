/** The published JSON Schemas against the SDK: both must accept and refuse the same documents. */
import { readdir, readFile } from 'node:fs/promises'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import type { z } from 'zod'
import { manifestSchema } from '../../sdk/model/evidence.ts'
import { outcomeSchema } from '../../sdk/model/outcome.ts'
import { sheetSchema } from '../../sdk/model/sheet.ts'
import { documentTables, fillPage } from '../../scripts/tools/documentTables.ts'
import { MALFORMED } from './malformed.ts'

const ROOT = new URL('../../', import.meta.url)
const json = async (path: string): Promise<unknown> => JSON.parse(await readFile(new URL(path, ROOT), 'utf8'))
const SDK = { outcome: outcomeSchema, sheet: sheetSchema, manifest: manifestSchema }
type Name = keyof typeof SDK

const MANIFEST = {
  version: 1,
  escrow: '0x00000000000000000000000000000000000000a1',
  solver: '0x00000000000000000000000000000000000000b2',
  statement: 'Done.',
  files: [{ path: 'logs/run 1.csv', size: 3, sha256: `0x${'ab'.repeat(32)}` }],
}

interface Node {
  description?: string
  properties?: Record<string, Node>
  items?: Node
  oneOf?: Node[]
}

describe('published schemas', () => {
  const published = {} as Record<Name, ValidateFunction>
  const raw = {} as Record<Name, Node & { $id: string; $schema: string }>
  before(async () => {
    for (const name of Object.keys(SDK) as Name[]) {
      raw[name] = (await json(`schemas/${name}.json`)) as (typeof raw)[Name]
      published[name] = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(raw[name])
    }
  })
  const bySdk = (name: Name, value: unknown): boolean => (SDK[name] as z.ZodType).safeParse(value).success

  it('have an id, the dialect, and a description of every field', () => {
    const undescribed = (node: Node, path: string): string[] => [
      ...Object.entries(node.properties ?? {}).flatMap(([key, field]) => [
        ...(field.description === undefined ? [`${path}.${key}`] : []),
        ...undescribed(field, `${path}.${key}`),
      ]),
      ...(node.items === undefined ? [] : undescribed(node.items, `${path}[]`)),
      ...(node.oneOf ?? []).flatMap((one) => undescribed(one, path)),
    ]
    for (const [name, schema] of Object.entries(raw)) {
      expect(schema.$id, 'id').to.equal(`urn:lodestone:schema:${name}:1`)
      expect(schema.$schema, 'dialect').to.equal('https://json-schema.org/draft/2020-12/schema')
      expect(undescribed(schema, name), 'fields without a description').to.deep.equal([])
    }
  })

  it('accept every outcome that is shipped, and a manifest', async () => {
    const folders = await readdir(new URL('outcomes/', ROOT))
    expect(folders, 'outcomes').to.have.length(6)
    for (const folder of folders) {
      for (const name of ['outcome', 'sheet'] as const) {
        const document = await json(`outcomes/${folder}/${name}.json`)
        expect(published[name](document), `${folder}/${name}: ${JSON.stringify(published[name].errors)}`).to.equal(true)
        expect(bySdk(name, document), `${folder}/${name} by the SDK`).to.equal(true)
      }
    }
    expect(published.manifest(MANIFEST), JSON.stringify(published.manifest.errors)).to.equal(true)
    expect(bySdk('manifest', MANIFEST), 'by the SDK').to.equal(true)
  })

  describe('agree with the SDK on', () => {
    const FOLDERS = { A: 'a-egress-wall', B: 'b-exfiltration-risk', C: 'c-monitor-tournament', D: 'd-attested-servers' }
    for (const [letter, name, path, value] of MALFORMED) {
      if (name === 'names') continue
      it(`${letter} with ${value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 40)} at ${name} ${path}`, async () => {
        const document = (await json(`outcomes/${FOLDERS[letter]}/${name}.json`)) as Record<string, unknown>
        const keys = path.split('.')
        const last = keys.pop()!
        const parent = keys.reduce((at, key) => at[key] as Record<string, unknown>, document)
        if (value === undefined) Reflect.deleteProperty(parent, last)
        else parent[last] = value
        expect(published[name](document), 'as the SDK').to.equal(bySdk(name, document))
      })
    }

    const manifests: [string, boolean, object][] = [
      ['no version', false, { version: undefined }],
      ['an address that is too short', false, { escrow: '0x12' }],
      ['a blank statement', false, { statement: ' ' }],
      ['no files', false, { files: [] }],
      ['a field too many', false, { colour: 'red' }],
      ...['../x', '/x', 'x/', 'a//b', './a', 'a/..', 'a\\b', '..', ' a', 'a/...', 'a/b .', 'a:b', ''].map(
        (path): [string, boolean, object] => [`the path ${path}`, false, { files: [{ ...MANIFEST.files[0], path }] }],
      ),
      ...['..a', '.hidden/x', 'ünder/🙂'].map((path): [string, boolean, object] => [
        `the path ${path}`,
        true,
        { files: [{ ...MANIFEST.files[0], path }] },
      ]),
      ['a digest that is too long', false, { files: [{ ...MANIFEST.files[0], sha256: `0x${'ab'.repeat(33)}` }] }],
      ['a size with a fraction', false, { files: [{ ...MANIFEST.files[0], size: 1.5 }] }],
    ]
    for (const [title, accepted, change] of manifests) {
      it(`a manifest with ${title}`, () => {
        const manifest = JSON.parse(JSON.stringify({ ...MANIFEST, ...change })) as unknown
        expect([published.manifest(manifest), bySdk('manifest', manifest)]).to.deep.equal([accepted, accepted])
      })
    }
  })

  it('cannot say two things, which the SDK adds: checksums, and paths that are named twice', () => {
    const twice = { ...MANIFEST, files: [MANIFEST.files[0], MANIFEST.files[0]] }
    const mistyped = { ...MANIFEST, solver: '0x52908400098527886E0F7030069857D2E4169eE7' }
    for (const manifest of [twice, mistyped]) {
      expect([published.manifest(manifest), bySdk('manifest', manifest)]).to.deep.equal([true, false])
    }
  })

  it('fill the tables of docs/documents.md, and find what is old or has no place', async () => {
    const page = await readFile(new URL('docs/documents.md', ROOT), 'utf8')
    const tables = documentTables(raw)
    expect(fillPage(page, tables), 'as committed').to.equal(page)
    expect(fillPage(page.replace('| `metric.unit` |', '| `unit` |'), tables), 'an old field').to.equal(page)
    expect(() => fillPage(page.replace('begin sheet', 'begin'), tables), 'no place').to.throw()
  })
})
