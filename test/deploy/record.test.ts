import { expect } from 'chai'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { ZodError } from 'zod'
import { readRecord, recordFile, writeRecord, type DeploymentRecord } from '../../deploy/record.ts'
import { newFolder } from './support.ts'

const RECORD: DeploymentRecord = {
  chainId: 4242,
  implementation: '0xba5Ed099633D3B313e4D5F7bdc1305d3c28ba5Ed',
  factory: '0xeD456e05CaAb11d66C4c797dD6c1D6f9A7F352b5',
  router: '0x0000000000000000000000000000000000000001',
  directory: '0x0000000000000000000000000000000000000002',
  block: 0,
  compiler: '0.8.37+commit.f401782d',
}

describe('record', () => {
  let records: string
  beforeEach(() => {
    records = newFolder()
  })
  afterEach(() => {
    rmSync(records, { recursive: true })
  })

  describe('given a record', () => {
    it('should be read as it was written', () => {
      writeRecord(records, RECORD)
      expect(readRecord(records, 4242), 'the record').to.deep.equal(RECORD)
    })

    it('should be the same bytes whatever the order of its fields', () => {
      writeRecord(records, RECORD)
      const before = readFileSync(recordFile(records, 4242), 'utf8')
      const reversed = Object.fromEntries(Object.entries(RECORD).reverse()) as DeploymentRecord
      writeRecord(records, reversed)
      expect(readFileSync(recordFile(records, 4242), 'utf8'), 'the bytes').to.equal(before)
      expect(before, 'the bytes').to.equal(`${JSON.stringify(RECORD, undefined, 2)}\n`)
    })
  })

  describe('given no record', () => {
    it('should be undefined', () => {
      expect(readRecord(records, 4242), 'the record').to.equal(undefined)
    })
  })

  describe('given a record with a fault', () => {
    const refuses = (override: Record<string, unknown>) => {
      writeFileSync(recordFile(records, 4242), JSON.stringify({ ...RECORD, ...override }))
      expect(() => readRecord(records, 4242), JSON.stringify(override)).to.throw(ZodError)
    }

    it('should refuse an address in lower case', () => {
      refuses({ factory: RECORD.factory.toLowerCase() })
    })

    it('should refuse an address that is none', () => {
      refuses({ router: '0x1' })
    })

    it('should refuse a chain id of zero', () => {
      refuses({ chainId: 0 })
    })

    it('should refuse a negative block', () => {
      refuses({ block: -1 })
    })

    it('should refuse a short compiler version', () => {
      refuses({ compiler: '0.8.37' })
    })

    it('should refuse a field too many', () => {
      refuses({ owner: RECORD.factory })
    })

    it('should refuse a field too few', () => {
      refuses({ directory: undefined })
    })
  })
})
