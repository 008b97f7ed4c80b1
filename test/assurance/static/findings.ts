/** Findings of a check, and those that are accepted for a reason. */

/** Something a check found. */
export interface Finding {
  file: string
  /** The function it is in; '' outside of any. */
  function: string
  /** What was found, on one line. */
  text: string
}

/** Findings that are meant to be. '*' stands for every file, function or text. */
export interface Accepted extends Finding {
  reason: string
}

const covers = (accepted: Accepted, finding: Finding): boolean =>
  (accepted.file === '*' || accepted.file === finding.file) &&
  (accepted.function === '*' || accepted.function === finding.function) &&
  (accepted.text === '*' || accepted.text === finding.text)

/** One line for each finding that is not accepted, for each acceptance that nothing needs any more, and for each without a reason. */
export function unaccepted(check: string, findings: readonly Finding[], accepted: readonly Accepted[]): string[] {
  const line = ({ file, function: name, text }: Finding) => `${check}: ${file} ${name}: ${text}`
  return [
    ...findings.filter((finding) => !accepted.some((a) => covers(a, finding))).map(line),
    ...accepted
      .filter((a) => !findings.some((finding) => covers(a, finding)))
      .map((a) => `${line(a)} is accepted but does not occur any more`),
    ...accepted.filter(({ reason }) => reason.length < 10).map((a) => `${line(a)} is accepted without a reason`),
  ]
}

/** `file: [[function, text, reason], ...]` as a list. */
export const at = (file: string, ...entries: [string, string, string][]): Accepted[] =>
  entries.map(([name, text, reason]) => ({ file, function: name, text, reason }))
