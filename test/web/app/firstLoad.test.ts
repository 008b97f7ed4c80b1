import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { firstLoad, firstLoadWith } from '../../../scripts/tools/firstLoad.ts'

describe('what a first visit loads', () => {
  let folder: string
  const write = (name: string, text: string) => writeFile(join(folder, name), text)
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lodestone-page-'))
    await mkdir(join(folder, 'assets'))
    await write(
      'index.html',
      '<link href="./config.json"><script src="./assets/ahead-1.js"></script><link rel="modulepreload" href="./assets/start-1.js"><link rel="stylesheet" href="./assets/a-1.css">',
    )
    await write('assets/ahead-1.js', 'import(`./start-1.js`);import(`./View-1.js`)')
    await write('assets/start-1.js', 'import{a as b}from"./libraries-1.js";import"./side-1.js";export{b}')
    await write('assets/libraries-1.js', 'export const a=1')
    await write('assets/side-1.js', 'import{a}from"./libraries-1.js"')
    await write('assets/View-1.js', 'import"./deep-1.js"')
    await write('assets/deep-1.js', 'import{a}from"./libraries-1.js"')
    await write('assets/a-1.css', 'a{}')
    await write('assets/WalletArea-1.js', 'import{a}from"./libraries-1.js";import{c}from"./connection-1.js"')
    await write('assets/connection-1.js', 'export const c=1')
  })
  afterEach(() => rm(folder, { recursive: true }))

  const names = (sizes: ReadonlyMap<string, number>) => [...sizes.keys()].sort()
  const FIRST = ['ahead-1.js', 'start-1.js', 'a-1.css', 'libraries-1.js', 'side-1.js'].map((name) => `assets/${name}`)

  it('should be what the document names and its scripts import, each once, but no view that is asked for later', () => {
    expect(names(firstLoad(folder))).to.deep.equal([...FIRST, 'index.html'].sort())
  })

  it('should be the wallet as well for who has connected one', () => {
    const wallet = ['assets/WalletArea-1.js', 'assets/connection-1.js']
    expect(names(firstLoadWith(folder, 'WalletArea'))).to.deep.equal([...FIRST, ...wallet, 'index.html'].sort())
  })

  it('should be the view as well where a visit begins', () => {
    const view = ['assets/View-1.js', 'assets/deep-1.js']
    expect(names(firstLoadWith(folder, 'View'))).to.deep.equal([...FIRST, ...view, 'index.html'].sort())
    expect(() => firstLoadWith(folder, 'Gone')).to.throw('no Gone')
  })

  it('should be refused where a file is not there, or nothing is found', async () => {
    await rm(join(folder, 'assets/side-1.js'))
    expect(() => firstLoad(folder), 'a file').to.throw('side-1.js')
    await write('index.html', '<script src="/assets/start-1.js"></script>')
    expect(() => firstLoad(folder), 'another form').to.throw('is not found')
  })
})
