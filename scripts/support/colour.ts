import { styleText } from 'node:util'

/** Whether stdout gets colours: a terminal, unless `--no-color` or NO_COLOR; elsewhere only with FORCE_COLOR. */
export function hasColour(): boolean {
  if (process.argv.includes('--no-color')) return false
  return styleText('bold', 'x', { stream: process.stdout }) !== 'x'
}

/** Text in a style on a terminal, plain elsewhere; `--no-color`, NO_COLOR and FORCE_COLOR decide otherwise. */
export function colour(style: 'bold' | 'dim', text: string): string {
  if (process.argv.includes('--no-color')) return text
  return styleText(style, text, { stream: process.stdout })
}
