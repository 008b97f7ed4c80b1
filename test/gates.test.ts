/** Every gate of `npm test` is shown to refuse what it is there for: a check that cannot fail checks nothing. */
import { expect } from 'chai'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ESLint } from 'eslint'
import * as prettier from 'prettier'
import { differences } from '../bench/differences.ts'
import { rowsThatGrow } from '../bench/scale.ts'
import { brokenLinks, forbidden, unknownCommands } from '../scripts/check/docs.ts'
import { misnamedSuite } from '../scripts/check/files.ts'
import {
  assemblyWithoutReason,
  faultsOfSolidity,
  faultsOfTypeScript,
  nodeBehindThePage,
  payoutBehindTheAudit,
} from '../scripts/check/imports.ts'
import { countTests, failuresOf, faultsOfCounts, ownWarnings } from '../scripts/check/output.ts'
import { command, runNode } from '../scripts/check/step.ts'

const HARDHAT = 'node_modules/hardhat/dist/src/cli.js'

describe('gates', () => {
  let folder: string
  const plant = (name: string, text: string): string => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  }

  beforeEach(() => {
    // Under the project, as solhint wants; git ignores it.
    mkdirSync('cache', { recursive: true })
    folder = mkdtempSync(join('cache', 'gates-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  describe('import directions of TypeScript', () => {
    const refused: [string, string][] = [
      ['sdk/x.ts', "import { y } from '../oracle/y.ts'"],
      ['sdk/x.ts', "import { y } from '../scripts/y.ts'"],
      ['sdk/model/x.ts', "import { ethers } from 'ethers'"],
      ['sdk/x.ts', "import type { Escrow } from '../typechain-types/index.ts'"],
      ['sdk/x.ts', "import { readFile } from 'node:fs/promises'"],
      ['sdk/x.ts', "const y = await import('../oracle/y.ts')"],
      ['sdk/x.ts', "export { y } from '../oracle/y.ts'"],
      ['oracle/x.ts', "import { y } from '../indexer/y.ts'"],
      ['indexer/x.ts', "import { y } from '../audit/y.ts'"],
      ['web/x.tsx', "import { y } from '../indexer/y.ts'"],
      ['audit/x.ts', "import { y } from '../web/y.ts'"],
      ['scripts/x.ts', "import { y } from '../test/support/y.ts'"],
      ['scripts/x.ts', "import { ethers } from 'ethers'"],
      ['deploy/x.ts', "import { y } from '../scripts/y.ts'"],
    ]
    for (const [path, text] of refused) {
      it(`refuses ${text} in ${path}`, () => {
        expect(faultsOfTypeScript(path, text)).to.have.length(1)
      })
    }

    const accepted: [string, string][] = [
      ['sdk/actions/x.ts', "import { y } from '../model/y.ts'"],
      ['oracle/x.ts', "import { y } from '../sdk/model/y.ts'"],
      ['audit/x.ts', "import { y } from '../sdk/model/typedData.ts'"],
      ['web/x.tsx', "import { y } from '../audit/y.ts'"],
      ['test/x.ts', "import { ethers } from 'ethers'"],
      ['test/x.ts', "import type { Escrow } from '../typechain-types/index.ts'"],
    ]
    for (const [path, text] of accepted) {
      it(`accepts ${text} in ${path}`, () => {
        expect(faultsOfTypeScript(path, text)).to.deep.equal([])
      })
    }

    it('refuses payout arithmetic in the auditor, however it comes there', () => {
      const faults = (sources: Record<string, string>) => payoutBehindTheAudit(new Map(Object.entries(sources)))
      const direct = "import { payout } from '../sdk/model/payout.ts'"
      expect(faults({ 'audit/x.ts': direct, 'sdk/model/payout.ts': '' }), 'direct').to.have.length(1)
      expect(faults({ 'audit/x.ts': "import { y } from '../sdk/index.ts'" }), 'the whole SDK').to.have.length(1)
      const between = {
        'audit/x.ts': "import { y } from './y.ts'",
        'audit/y.ts': "export { z } from '../sdk/errors/z.ts'",
        'sdk/errors/z.ts': "import { phaseAt } from '../model/phase.ts'",
      }
      expect(faults(between), 'by others').to.have.length(1)
      expect(faults(between)[0]).to.include('sdk/errors/z.ts, sdk/model/phase.ts')
      expect(faults({ ...between, 'audit/x.ts': '', 'audit/y.ts': direct.replace('payout.ts', 'terms.ts') })).to.be
        .empty
      expect(faults({ 'scripts/x.ts': direct, 'sdk/model/payout.ts': '' }), 'another room').to.be.empty
    })

    it('refuses modules of Node behind the page, but for their types', () => {
      const faults = (sources: Record<string, string>) => nodeBehindThePage(new Map(Object.entries(sources)))
      const page = { 'web/x.tsx': "import { y } from '../audit/y.ts'" }
      expect(faults({ ...page, 'audit/y.ts': "import { open } from 'node:fs'" })).to.have.length(1)
      expect(faults({ ...page, 'audit/y.ts': "import type {\n  A } from 'node:fs'" }), 'types').to.be.empty
      expect(faults({ 'audit/y.ts': "import 'node:fs'" }), 'another room').to.be.empty
    })
  })

  describe('import directions of Solidity', () => {
    const refused: [string, string][] = [
      ['contracts/Escrow.sol', 'import {PledgeRouter} from "./periphery/PledgeRouter.sol";'],
      ['contracts/parts/Shares.sol', 'import {A,\n    B} from "../periphery/A.sol";'],
      ['contracts/Escrow.sol', 'import {TestToken} from "./mocks/TestToken.sol";'],
      ['contracts/periphery/PledgeRouter.sol', 'import {TestToken} from "../mocks/TestToken.sol";'],
      ['contracts/parts/Pool.sol', 'import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";'],
      ['contracts/parts/Docket.sol', "import '../interfaces/IEscrow.sol';"],
    ]
    for (const [path, text] of refused) {
      it(`refuses ${text} in ${path}`, () => {
        expect(faultsOfSolidity(path, text)).to.have.length(1)
      })
    }

    it('accepts that the periphery imports the core', () => {
      expect(
        faultsOfSolidity('contracts/periphery/A.sol', 'import {IEscrow} from "../interfaces/IEscrow.sol";'),
      ).to.deep.equal([])
    })

    it('refuses assembly without a reason', () => {
      expect(assemblyWithoutReason('contracts/A.sol', 'x;\n    assembly ("memory-safe") {')).to.have.length(1)
      expect(assemblyWithoutReason('contracts/A.sol', '// Assembly: saves 9,000\n    assembly {')).to.deep.equal([])
    })
  })

  describe('formatting', () => {
    const check = async (filepath: string, text: string) =>
      prettier.check(text, {
        ...(await prettier.resolveConfig('sdk/x.ts')),
        ...(await prettier.resolveConfig(filepath)),
        filepath,
      })

    it('refuses semicolons in TypeScript', async () => {
      expect(await check('sdk/x.ts', 'export const a = 1;\n'), 'with').to.equal(false)
      expect(await check('sdk/x.ts', 'export const a = 1\n'), 'without').to.equal(true)
    })

    it('refuses two spaces of indentation in Solidity', async () => {
      const contract = (indent: string) =>
        `// SPDX-License-Identifier: MIT\ncontract A {\n${indent}uint256 public a;\n}\n`
      expect(await check('contracts/A.sol', contract('  ')), 'two').to.equal(false)
      expect(await check('contracts/A.sol', contract('    ')), 'four').to.equal(true)
    })
  })

  describe('lint', () => {
    it('refuses a forgotten await', async function () {
      this.timeout(60_000)
      const text =
        'export async function f(): Promise<void> {\n  await Promise.resolve()\n}\nexport function g(): void {\n  f()\n}\n'
      const [result] = await new ESLint().lintText(text, { filePath: 'bench/differences.ts' })
      expect(result?.messages.map(({ ruleId }) => ruleId)).to.deep.equal(['@typescript-eslint/no-floating-promises'])
    })

    it('refuses an unused import and string reverts in Solidity', async function () {
      this.timeout(60_000)
      const path = plant(
        'Bad.sol',
        '// SPDX-License-Identifier: MIT\npragma solidity 0.8.37;\nimport {A} from "./A.sol";\ncontract Bad {\n' +
          '    function f() external pure {\n        revert("no");\n    }\n}\n',
      )
      const { code, output } = await runNode(['node_modules/solhint/solhint.js', '--disc', '-c', '.solhint.json', path])
      expect(code, output).to.equal(1)
      for (const rule of ['no-unused-import', 'gas-custom-errors']) expect(output).to.include(rule)
    })
  })

  describe('compiler warnings', () => {
    const warning = (file: string) => `Warning: Unused local variable.\n --> ${file}:5:9:\n  |\n5 |   uint256 a;\n\n`

    it('refuses those of our sources, wherever they stand', () => {
      const ours = [warning('contracts/Bad.sol'), warning('./contracts/Bad.sol'), warning('test/a/Bad.t.sol')]
      for (const own of ours) {
        expect(ownWarnings(warning('./node_modules/a/A.sol') + own + warning('./node_modules/b/B.sol'))).to.have.length(
          1,
        )
      }
    })

    it('refuses one without a place', () => {
      expect(ownWarnings('Warning: something is off\n')).to.have.length(1)
    })

    it('lets those of dependencies pass', () => {
      expect(ownWarnings(warning('./node_modules/@openzeppelin/contracts/A.sol'))).to.deep.equal([])
    })
  })

  describe('numbers of tests', () => {
    it('refuses a run without tests', () => {
      expect(faultsOfCounts(countTests('  0 passing (1ms)\n'), 1)).to.have.length(1)
      expect(faultsOfCounts(countTests(''), 1)).to.have.length(1)
    })

    it('refuses failing, pending and skipped tests', () => {
      for (const word of ['failing', 'pending', 'skipped']) {
        expect(faultsOfCounts(countTests(`  5 passing (1s)\n  1 ${word}\n`), 5), word).to.have.length(1)
      }
    })

    it('says once more what failed or was skipped', () => {
      const output =
        '  suite\n    ✔ one\n    - two\n    1) three\n\n  1 passing (1s)\n  1 pending\n  1 failing\n\n  1) suite three: why\n'
      expect(failuresOf(output).split('\n')).to.deep.equal([
        '    - two',
        '  1 pending',
        '  1 failing',
        '',
        '  1) suite three: why',
      ])
      expect(failuresOf('  1 passing (1s)\n')).to.equal('')
      expect(failuresOf(`  1 failing\n${'at\n'.repeat(100)}`)).to.match(/\n\.\.\. and 41 lines more above$/)
    })

    it('refuses a suite that no run would find', () => {
      expect(misnamedSuite('test/sdk/terms.ts', "describe('terms', () => {})")).to.have.length(1)
      expect(misnamedSuite('test/sdk/terms.test.ts', "describe('terms', () => {})")).to.deep.equal([])
    })
  })

  describe('processes', () => {
    it('fails a step whose program exits with another code than 0', async () => {
      const { faults } = await command('x', '', [plant('x.mjs', 'process.exit(3)')]).run()
      expect(faults).to.have.length(1)
    })

    it('fails a step whose program does not exist', async () => {
      const { faults } = await command('x', '', [join(folder, 'none.mjs')]).run()
      expect(faults).to.have.length(1)
    })

    it('fails the check for a step that does not exist', async () => {
      expect((await runNode(['scripts/check.ts', 'no-such-step'])).code).to.equal(1)
    })

    it('fails a run with a rejection that nobody awaits', async function () {
      this.timeout(60_000)
      const run = async (statement: string) => {
        const waits = "it('waits', (done) => { setTimeout(done, 50) })"
        const test = plant('x.test.mjs', `it('does', () => { ${statement} })\n${waits}\n`)
        return runNode([HARDHAT, 'test', 'mocha', '--no-compile', test])
      }
      const fine = await run("Promise.resolve('awaited or not')")
      expect(fine.code, fine.output).to.equal(0)
      const { code, output } = await run("void Promise.reject(new Error('forgotten'))")
      expect(code, output).not.to.equal(0)
    })
  })

  describe('documentation', () => {
    const existing = {
      scripts: new Set(['test']),
      commands: new Set(['pledge']),
      exists: (path: string) => path === 'docs/a.md',
    }

    it('refuses links that lead nowhere', () => {
      const text = '[a](a.md#part) [b](b.md) [c](https://example.org) [d](../docs/a.md)\n\n[e]: ./e.md\n'
      expect(brokenLinks('docs/x.md', text, existing.exists)).to.have.length(2)
    })

    it('refuses commands and files that do not exist', () => {
      const text =
        '`npm test`, `npm start`, `npm run test`, `npm run nothing`\n```sh\nlodestone pledge 1\nlodestone fly 1\nnode gone.ts\n```\n'
      expect(unknownCommands('README.md', text, existing)).to.have.length(4)
    })

    it('refuses machine paths and registry hosts', () => {
      const hosts = ['registry', 'example', 'org'].join('.')
      for (const line of [`see ${['', 'home', 'me', 'x'].join('/')}`, `from https://${hosts}/x`]) {
        expect(forbidden('README.md', `fine\n${line}\n`), line).to.have.length(1)
      }
    })

    it('accepts the README’s own words', () => {
      expect(forbidden('x.md', 'The registry. And a path like ./home/x')).to.deep.equal([])
    })
  })

  describe('benchmark', () => {
    const snapshot: unknown = JSON.parse(readFileSync('bench/snapshot.json', 'utf8'))

    it('refuses a changed, a missing and an additional figure', () => {
      expect(differences(snapshot, snapshot)).to.deep.equal([])
      expect(differences({ gas: { a: 1 } }, { gas: { a: 2 } })).to.have.length(1)
      expect(differences({ gas: { a: 1 } }, { gas: {} })).to.have.length.at.least(1)
      expect(differences({ gas: {} }, { gas: { a: 1 } })).to.have.length.at.least(1)
    })

    it('refuses gas that grows with size', () => {
      expect(rowsThatGrow({ 10: { a: 100, b: 5 }, 1000: { a: 201, b: 105 } })).to.deep.equal(['a'])
      expect(rowsThatGrow({ 10: { a: 100 }, 1000: {} })).to.deep.equal(['a'])
    })
  })
})
