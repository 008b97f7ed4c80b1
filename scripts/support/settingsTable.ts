import { SETTINGS } from './settings.ts'

/** The table of settings in docs/cli.md, a line each. */
export function settingsTable(): string[] {
  const code = (text: string | undefined) => (text === undefined ? '–' : `\`${text}\``)
  const rows = SETTINGS.map(({ flag, env, key, description, default: usual }) => {
    const more = usual === undefined ? '' : ` (default: ${usual})`
    return `| ${code(flag)} | ${code(env)} | ${code(key)} | ${description}${more} |`
  })
  return ['| flag | environment | file | what |', '|---|---|---|---|', ...rows]
}
