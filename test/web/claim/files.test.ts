import { expect } from 'chai'
import { addFiles, bytesOf, faultsOfFiles, type Chosen } from '../../../web/views/claim/chosen.ts'
import { filesOfDrop } from '../../../web/views/claim/dropped.ts'

const chosen = (path: string, content = 'x'): Chosen => ({ path, file: new Blob([content]) })
const pathsOf = (files: readonly Chosen[]) => files.map(({ path }) => path)

describe('page, claim: files that are chosen', () => {
  it('are in the order of a bundle, under names in normal form, the last one chosen at each path', async () => {
    const first = addFiles([], [chosen('b.txt'), chosen('a/z.txt'), chosen('cafe\u0301.txt')])
    const then = addFiles(first, [chosen('b.txt', 'new'), chosen('B')])
    expect(pathsOf(then), 'paths').to.deep.equal(['B', 'a/z.txt', 'b.txt', 'caf\u00e9.txt'])
    expect(await then[2]!.file.text(), 'replaced').to.equal('new')
    expect(bytesOf(then), 'bytes').to.equal(6)
  })

  it('say what keeps them out of a bundle', () => {
    const files = addFiles(
      [],
      ['a', 'A', 'con.txt', 'x/y', 'x', 'fine.txt'].map((path) => chosen(path)),
    )
    expect([...faultsOfFiles(files).keys()], 'faults').to.have.members(['a', 'A', 'con.txt', 'x/y'])
    expect(faultsOfFiles([chosen('fine.txt')]).size, 'none').to.equal(0)
  })

  it('of dropped folders keep their paths, also where the browser gives them in parts', async () => {
    const file = (fullPath: string) => ({
      isFile: true,
      isDirectory: false,
      fullPath,
      file: (done: (file: Blob) => void) => done(new Blob([fullPath])),
    })
    const folder = (fullPath: string, entries: object[]) => ({
      isFile: false,
      isDirectory: true,
      fullPath,
      createReader: () => {
        const left = [...entries]
        // One at a time.
        return { readEntries: (done: (some: object[]) => void) => done(left.splice(0, 1)) }
      },
    })
    const tree = folder('/runs', [
      file('/runs/1.log'),
      folder('/runs/deep', [file('/runs/deep/2.log')]),
      file('/runs/3'),
    ])
    const items = [tree, file('/top.txt')].map((entry) => ({ webkitGetAsEntry: () => entry }))
    const data = { items, files: [] }
    const found = await filesOfDrop(data)
    expect(pathsOf(found), 'paths').to.have.members(['runs/1.log', 'runs/deep/2.log', 'runs/3', 'top.txt'])
    expect(await found.find(({ path }) => path === 'runs/3')!.file.text(), 'content').to.equal('/runs/3')
  })

  it('where a folder of them cannot be read, that is said', async () => {
    const broken = {
      isFile: true,
      isDirectory: false,
      fullPath: '/gone',
      file: (_: unknown, failed: (error: Error) => void) => failed(new Error('gone')),
    }
    const data = { items: [{ webkitGetAsEntry: () => broken }], files: [] }
    const error = await filesOfDrop(data).catch((reason: unknown) => reason)
    expect(error, 'error').to.be.instanceOf(Error)
  })
})
