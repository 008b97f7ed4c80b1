import { InputError, type Fault } from '../errors/InputError.ts'
import { inBrief, valueAt } from '../errors/parseInput.ts'

/** A fault of a document, with its kind and the document it is in. */
export interface DocumentFault extends Fault {
  code: string
  document: 'outcome' | 'sheet' | 'names'
}

/** Reads values out of a term sheet that may be malformed. */
export interface DraftReader {
  /** The text at a path; undefined where there is none, or its form is a fault already. */
  text(path: string): string | undefined
  /** What `parse` makes of the text at a path. Its faults are noted at that path. */
  read<T>(path: string, parse: (text: string) => T): T | undefined
  /** How many items the list at a path has, 0 where there is none. */
  length(path: string): number
  /** Notes a fault of the sheet. */
  note(code: string, path: string, message: string): void
}

/** A reader of `sheet` that adds to `faults`, which has the faults of its form already. */
export function draftReader(sheet: unknown, faults: DocumentFault[]): DraftReader {
  const malformed = new Set(faults.filter(({ document }) => document === 'sheet').map(({ path }) => path))
  const at = (path: string): unknown => valueAt(sheet, path.split('.'))
  const note: DraftReader['note'] = (code, path, message) =>
    void faults.push({ document: 'sheet', code, path, value: inBrief(at(path)), message })
  const text = (path: string): string | undefined => {
    const value = at(path)
    return typeof value === 'string' && !malformed.has(path) ? value : undefined
  }
  return {
    text,
    note,
    read: (path, parse) => {
      const given = text(path)
      if (given === undefined) return undefined
      try {
        return parse(given)
      } catch (error) {
        if (!(error instanceof InputError)) throw error
        for (const { code, message } of error.faults) note(code ?? 'Invalid', path, message)
        return undefined
      }
    },
    length: (path) => {
      const value = at(path)
      return Array.isArray(value) ? value.length : 0
    },
  }
}
