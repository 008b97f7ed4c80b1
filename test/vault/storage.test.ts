/** docs/storage.md against the compiler's storage layout. */
import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import { artifacts } from 'hardhat'
import { ethers, create, file, loadFixture, pledge, terms, world } from '../support/escrow.ts'

interface Slot {
  slot: string
  offset: number
  type: string
  label: string
}
interface Layout {
  storage: Slot[]
  types: Record<string, { label: string; members?: Slot[] }>
}

/** What is read of the compiler's output. */
interface Build {
  output: { contracts: { 'project/contracts/Escrow.sol': { Escrow: { storageLayout: Layout } } } }
}

/** The rows of the n-th table of docs/storage.md. */
function table(n: number): string[][] {
  const text = readFileSync(new URL('../../docs/storage.md', import.meta.url), 'utf8')
  const block = text.split('\n\n').filter((part) => part.startsWith('|'))[n]
  if (block === undefined) throw new Error(`docs/storage.md has no table ${n}`)
  return block
    .trim()
    .split('\n')
    .slice(2)
    .map((row) => row.slice(2, -2).split(' | '))
}

async function compiled(): Promise<Layout> {
  const id = await artifacts.getBuildInfoId('contracts/Escrow.sol:Escrow')
  const path = id === undefined ? undefined : await artifacts.getBuildInfoOutputPath(id)
  if (path === undefined) throw new Error('Escrow is not compiled: run hardhat build')
  const { output } = JSON.parse(readFileSync(path, 'utf8')) as Build
  return output.contracts['project/contracts/Escrow.sol'].Escrow.storageLayout
}

async function fixture() {
  const w = await world()
  const escrow = await create(w, await terms(w))
  await pledge(w, escrow)
  return { w, escrow }
}

describe('storage', () => {
  it('should have the slots that docs/storage.md tables', async () => {
    const layout = await compiled()
    const rows = layout.storage.map((s) => [s.slot, String(s.offset), layout.types[s.type]!.label, s.label])
    expect(rows, 'slots').to.deep.equal(table(0))
  })

  it('should have the structs that docs/storage.md tables', async () => {
    const { types } = await compiled()
    const names = [...new Set(table(1).map(([name]) => name!))]
    const rows = names.flatMap((name) => {
      const struct = Object.values(types).find((type) => type.label === `struct ${name}`)
      return struct!.members!.map((m) => [name, m.slot, String(m.offset), types[m.type]!.label, m.label])
    })
    expect(rows, 'structs').to.deep.equal(table(1))
    const structs = Object.values(types).filter((type) => type.members !== undefined)
    expect(names.length, 'every struct is tabled').to.equal(structs.length)
  })

  it('should keep in an escrow what the table says', async () => {
    const { w, escrow } = await loadFixture(fixture)
    await file(w, escrow)
    const address = await escrow.getAddress()
    const word = async (slot: bigint) => BigInt(await ethers.provider.getStorage(address, slot))
    expect(await word(2n), '_totalSupply').to.equal(await escrow.totalSupply())
    for (const slot of [3n, 4n, 5n, 6n]) expect(await word(slot), `slot ${slot} stays empty`).to.equal(0n)
    expect((await word(11n)) & 0xffffffffffffn, '_filed').to.equal(1n)
  })
})
