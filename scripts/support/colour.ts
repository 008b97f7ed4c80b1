import { styleText } from 'node:util'

/** Text in a style on a terminal, plain elsewhere; `--no-color`, NO_COLOR and FORCE_COLOR decide otherwise. */
export function colour(style: 'bold' | 'dim', text: string): string {
  if (process.argv.includes('--no-color')) return text
  return styleText(style, text, { stream: process.stdout })
}
