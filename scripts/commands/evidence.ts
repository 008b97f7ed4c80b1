import { Command } from 'commander'
import { evidenceCheckCommand } from './evidence/check.ts'
import { evidenceFetchCommand } from './evidence/fetch.ts'
import { evidenceKeyCommand } from './evidence/key.ts'
import { evidenceOpenCommand } from './evidence/open.ts'
import { evidencePackCommand } from './evidence/pack.ts'

export function evidenceCommand(): Command {
  const group = new Command('evidence').description('evidence of claims: pack, open, check, fetch it, make keys')
  for (const command of [
    evidencePackCommand,
    evidenceOpenCommand,
    evidenceCheckCommand,
    evidenceFetchCommand,
    evidenceKeyCommand,
  ]) {
    group.addCommand(command())
  }
  return group
}
