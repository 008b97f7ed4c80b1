import type { Command } from 'commander'

/** A command: its words behind `lodestone`, and what can follow. */
interface Node {
  path: string
  description: string
  words: string[]
  flags: { flag: string; description: string }[]
}

/** The script that makes a shell complete commands and flags; where neither fits, the shell completes files. */
export function completionScript(program: Command, shell: 'bash' | 'zsh' | 'fish'): string {
  const nodes = nodesOf(program, [])
  if (shell === 'fish') return fishScript(nodes)
  const bash = bashScript(nodes)
  return shell === 'bash' ? bash : `autoload -U +X bashcompinit && bashcompinit\n${bash}`
}

function nodesOf(command: Command, path: readonly string[]): Node[] {
  const flags = command.options.flatMap(({ long, description }) =>
    long === undefined ? [] : [{ flag: long, description }],
  )
  const words = command.commands.map((one) => one.name())
  const node = { path: path.join(' '), description: command.description(), words, flags: [...flags, HELP] }
  return [node, ...command.commands.flatMap((one) => nodesOf(one, [...path, one.name()]))]
}

const HELP = { flag: '--help', description: 'show help' }

function bashScript(nodes: readonly Node[]): string {
  const paths = nodes.filter(({ path }) => path !== '').map(({ path }) => `'${path}'`)
  const cases = nodes.map(
    ({ path, words, flags }) => `    '${path}') words='${[...words, ...flags.map(({ flag }) => flag)].join(' ')}' ;;`,
  )
  return `_lodestone() {
  local cur=\${COMP_WORDS[COMP_CWORD]} path='' word words=''
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${path:+$path }$word" in
      ${paths.join('|')}) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _lodestone lodestone
`
}

function fishScript(nodes: readonly Node[]): string {
  const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  const descriptions = new Map(nodes.map(({ path, description }) => [path, description]))
  const lines = nodes.flatMap(({ path, words, flags }) => {
    const here = path === '' ? '__fish_use_subcommand' : `__fish_seen_subcommand_from ${path.split(' ').at(-1) ?? ''}`
    return [
      ...words.map((word) => {
        const description = descriptions.get(path === '' ? word : `${path} ${word}`) ?? ''
        return `complete -c lodestone -n ${quoted(here)} -a ${word} -d ${quoted(description)}`
      }),
      ...flags.map(
        ({ flag, description }) =>
          `complete -c lodestone -n ${quoted(here)} -l ${flag.slice(2)} -d ${quoted(description)}`,
      ),
    ]
  })
  return `${lines.join('\n')}\n`
}
