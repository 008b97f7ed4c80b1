import { isAddress, type PublicClient } from 'viem'
import { explained } from '../../sdk/actions/explained.ts'
import { getToken } from '../../sdk/actions/getToken.ts'
import { InputError, type Fault } from '../../sdk/errors/InputError.ts'
import { valueAt } from '../../sdk/errors/parseInput.ts'
import { RevertError } from '../../sdk/errors/RevertError.ts'
import type { Token } from '../../sdk/model/amount.ts'
import { draft, type Documents, type Read } from '../../sdk/model/draft.ts'
import { readDocuments } from '../../sdk/model/termsOfSheet.ts'
import { readJson } from '../../oracle/files/readJson.ts'

/** The files of a commitment. */
export interface DocumentFiles {
  outcome: string
  sheet: string
  names?: string | undefined
}

/** Reads the files as JSON. @throws {InputError} naming every file that cannot be read. */
export async function readFiles(files: DocumentFiles): Promise<Documents> {
  const faults: Fault[] = []
  const read = async (path: string, what: string): Promise<unknown> => {
    try {
      return await readJson(path, what)
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      faults.push(...error.faults)
      return undefined
    }
  }
  const outcome = await read(files.outcome, 'outcome document')
  const sheet = await read(files.sheet, 'term sheet')
  const names = files.names === undefined ? undefined : await read(files.names, 'names file')
  if (faults.length > 0) throw new InputError('files', faults)
  return { outcome, sheet, names }
}

/** Reads documents with a chain, which is asked for the token and the time. @throws {InputError} with every fault. */
export async function readWithChain(client: PublicClient, files: DocumentFiles): Promise<Read & { now: bigint }> {
  const documents = await readFiles(files)
  const { timestamp: now } = await explained(() => client.getBlock())
  const token = await tokenOf(client, documents)
  if (token !== 'none') return { ...readDocuments(documents, { token, now }), now }
  const faults: Fault[] = draft(documents, { now }).faults.filter(({ code }) => code !== 'DecimalsUnknown')
  const message = 'is not a token on this chain; check the address and the endpoint'
  const value = JSON.stringify(valueAt(documents.sheet, ['token']))
  throw new InputError('outcome document and term sheet', [
    ...faults,
    { code: 'NotAToken', document: 'sheet', path: 'token', value, message },
  ])
}

/** The token that a sheet names; undefined where its address is not known, which the documents' faults tell. */
async function tokenOf(client: PublicClient, { sheet, names }: Documents): Promise<Token | 'none' | undefined> {
  const name = valueAt(sheet, ['token'])
  if (typeof name !== 'string') return undefined
  const address = valueAt(names, [name]) ?? name
  if (typeof address !== 'string' || !isAddress(address)) return undefined
  try {
    return await getToken(client, address)
  } catch (error) {
    if (error instanceof RevertError) return 'none'
    throw error
  }
}
