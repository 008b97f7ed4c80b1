/** What a bug of the bank is, and how it is planted. */

/** A piece of text that occurs once in a file, and what it becomes. */
export interface Change {
  /** Below contracts/. */
  file: string
  from: string
  to: string
}

/** A small patch to the core that makes it wrong, and who must notice. */
export interface Bug extends Change {
  /** What is wrong, in words. */
  name: string
  /** The class of faults that it stands for. */
  class: string
  /** Suites of the ordinary tests that must catch it, as paths below test/ without `.test.ts`. */
  suite: readonly [string, ...string[]]
  /** The stateful invariants catch it too, at reduced runs. */
  invariants?: true
  /** For a bug that one place cannot hold. */
  also?: readonly Change[]
}

/** All changes of `bug`. */
export const changesOf = (bug: Bug): readonly Change[] => [bug, ...(bug.also ?? [])]

/** `text` of `file` with the changes of `bug` to it. Throws if one fits no place or several. */
export function planted(file: string, text: string, bug: Bug): string {
  return changesOf(bug)
    .filter((change) => change.file === file)
    .reduce((before, { from, to }) => {
      const parts = before.split(from)
      if (parts.length !== 2) throw new Error(`"${bug.name}" fits ${parts.length - 1} places of ${file}, not one`)
      return parts.join(to)
    }, text)
}

/** No bug: an order of operands that changes nothing. Planted by `--planted`, to see the program fail. */
export const HARMLESS: Bug = {
  name: 'a harmless change',
  class: 'none',
  file: 'parts/Docket.sol',
  from: 'if (_settled == _filed) return 0;',
  to: 'if (_filed == _settled) return 0;',
  suite: ['escrow/settle'],
  invariants: true,
}
