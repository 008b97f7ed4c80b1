import type { Command } from 'commander'

const E = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const C = '0x7c1e6f0a0d1b6f3a5b0f6c1f4f5d2e3a4b5c6d7e8f90123456789abcdef01234'
const A = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

/** A worked example of every command, by its words; `--help` shows it, and a test runs it past the parser. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  'outcome check': ['lodestone outcome check outcome.json sheet.json --names names.json --decimals 6'],
  'outcome explain': [
    'lodestone outcome explain outcome.json sheet.json --names names.json',
    `lodestone outcome explain ${E}`,
  ],
  'outcome create': ['lodestone outcome create outcome.json sheet.json --names names.json'],
  'outcome verify': [`lodestone outcome verify ${E} outcome.json sheet.json --names names.json`],
  'operator publish': [
    'lodestone operator publish --endpoint https://panel-1.example --encryption-key age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq',
  ],
  'operator accept': [`lodestone operator accept ${E}`],
  'operator show': [`lodestone operator show ${A}`],
  pledge: [
    `lodestone pledge ${E} "1,000 USDC"`,
    `lodestone pledge ${E} "1,000 USDC" --permit`,
    `lodestone pledge --batch pledges.json`,
  ],
  claim: [`lodestone claim ${E} evidence`, `lodestone claim ${E} evidence --payee ${A} --storage s3://bucket/prefix`],
  break: [`lodestone break ${E} ${C} evidence`],
  'evidence pack': [`lodestone evidence pack evidence --escrow ${E} --solver ${A}`],
  'evidence open': ['lodestone evidence open bundle.age --identity panel-1.age --out opened'],
  'evidence check': [`lodestone evidence check evidence.claim --escrow ${E} --claim ${C}`],
  'evidence fetch': [`lodestone evidence fetch ${E} ${C} --identity panel-1.age --out opened`],
  'evidence key': ['lodestone evidence key panel-1.age'],
  observe: [
    `lodestone observe ${E} ${C} --measurement 980 --report report.md`,
    `lodestone observe ${E} ${C} --measurement 980 --report report.md --out observation.json`,
  ],
  submit: [`lodestone submit ${E} ${C} panel-1.json panel-2.json`],
  challenge: [`lodestone challenge ${E} ${C} --grounds "Forty servers were counted twice."`],
  rule: [`lodestone rule ${E} ${C} --measurement 940 --grounds "They were."`],
  settle: [`lodestone settle ${E}`],
  release: [`lodestone release ${E} ${C}`],
  collect: [`lodestone collect ${E} --to ${A}`],
  refund: [`lodestone refund ${E} --shares "250,000"`],
  assign: [`lodestone assign ${E} ${C} ${A}`],
  status: [`lodestone status ${E} --account ${A}`, `lodestone status ${E} ${C} --json`],
  watch: [`lodestone watch ${E} --until closed`],
  list: ['lodestone list --status pledging'],
  portfolio: [`lodestone portfolio ${A}`],
  audit: [
    'lodestone audit',
    `lodestone audit ${E} --block-hash ${C} --history --html audit.html`,
    'lodestone audit --watch --serve 9400 --cache .lodestone/audit',
  ],
  'index run': [
    'lodestone index run',
    'lodestone index run --database postgres://index@127.0.0.1/lodestone --port 8600 --confirmations 12',
  ],
  'size purse': ['lodestone size purse --probability .1 --cost 50,000,000 --success .8'],
  'size panel': ['lodestone size panel --error .1 --alive .85'],
  'key create': ['lodestone key create funder.json'],
  'key import': ['lodestone key import funder.json --key-file plain.key --password-file password'],
  'key show': ['lodestone key show funder.json'],
  'oracle run': ['lodestone oracle run --config oracle.json'],
  'oracle preflight': ['lodestone oracle preflight --config oracle.json'],
  'oracle status': ['lodestone oracle status --config oracle.json'],
  'oracle resume': ['lodestone oracle resume --config oracle.json'],
  'oracle findings': ['lodestone oracle findings --config oracle.json --json'],
  'oracle record export': ['lodestone oracle record export record.json --config oracle.json'],
  'oracle record import': ['lodestone oracle record import record.json --config oracle.json'],
  'oracle backup': ['lodestone oracle backup backup.sqlite --config oracle.json'],
  'oracle restore': ['lodestone oracle restore backup.sqlite --config oracle.json'],
  'oracle review list': ['lodestone oracle review list --config oracle.json'],
  'oracle review show': [`lodestone oracle review show ${E} ${C} --config oracle.json --out evidence`],
  'oracle review approve': [
    `lodestone oracle review approve ${E} ${C} --config oracle.json --reviewer ann --measurement 980 --reasons "All logs agree."`,
  ],
  'oracle review reject': [
    `lodestone oracle review reject ${E} ${C} --config oracle.json --reviewer ann --reasons "The logs of March are missing."`,
  ],
  'oracle review retry': [`lodestone oracle review retry ${E} ${C} --config oracle.json`],
  completion: ['lodestone completion bash > ~/.local/share/bash-completion/completions/lodestone'],
}

/** Adds its examples to the help of every command under `command`. */
export function addExamples(command: Command, words: readonly string[] = []): void {
  for (const one of command.commands) {
    const path = [...words, one.name()]
    addExamples(one, path)
    const examples = EXAMPLES[path.join(' ')]
    if (examples !== undefined)
      one.addHelpText('after', ['', 'Example:', ...examples].join('\n  ').replace('\n  E', '\nE'))
  }
}
