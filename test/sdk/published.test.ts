/** What is published: the package as it is packed, and the examples of docs/sdk.md. */
import { spawnSync } from 'node:child_process'
import { mkdtemp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import ts from 'typescript'
import * as sdk from '../../sdk/index.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Type errors of some files; of the one that must have some, only its name, once for each. */
function typeErrors(files: Record<string, string>, options: ts.CompilerOptions, wrong: string): string[] {
  const host = ts.createCompilerHost(options)
  const { readFile: read, fileExists } = host
  host.readFile = (name) => files[name] ?? read(name)
  host.fileExists = (name) => name in files || fileExists(name)
  const { getSourceFile } = host
  host.getSourceFile = (name, ...rest) =>
    files[name] === undefined
      ? getSourceFile(name, ...rest)
      : ts.createSourceFile(name, files[name], {
          languageVersion: ts.ScriptTarget.ES2023,
          impliedNodeFormat: ts.ModuleKind.ESNext,
        })
  const program = ts.createProgram(Object.keys(files), options, host)
  return ts.getPreEmitDiagnostics(program).map(({ messageText, file, start = 0 }) => {
    const line = file?.text.slice(0, start).split('\n').length ?? 0
    const name = file === undefined ? 'everywhere' : basename(file.fileName)
    return name === wrong ? name : `${name}, line ${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
  })
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
  types: [],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  allowImportingTsExtensions: true,
}

/** What the examples take for given. */
const GIVEN = `
declare const rpc: string, outcomeText: string, sheetText: string, manifest: unknown
declare const account: import('viem').LocalAccount, otherClient: import('viem').PublicClient
declare const names: Record<string, Address> & { USDC: Address }, deployment: Deployment, chainId: number
declare const solver: Address, payee: Address, safe: Address, another: Address, wrapped: Address, saving: Address
declare const salt: Hex, report: Hex`

/** The examples as one module: the first at the top, so that the others see what it makes. */
function moduleOf(markdown: string): string {
  const blocks = [...markdown.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code)
  expect(blocks.length, 'examples').to.be.greaterThan(4)
  const own = /^import \{([^}]*)\} from '\.\/sdk\/index\.ts'$/gm
  const code = blocks.map((block) => block.replace(own, ''))
  for (const [, list = ''] of blocks.join('\n').matchAll(own)) {
    for (const name of list.split(',')) expect(sdk, 'exports').to.have.property(name.trim())
  }
  return [
    `import { ${Object.keys(sdk).join(', ')}, type Deployment } from './sdk/index.ts'`,
    `import type { Address, Hex } from 'viem'`,
    code[0] ?? '',
    GIVEN,
    ...code.slice(1).map((block) => `{\n${block}\n}`),
  ].join('\n')
}

describe('sdk: what is published', function () {
  this.timeout(300_000)

  it('has examples that compile', async () => {
    const markdown = await readFile(`${ROOT}docs/sdk.md`, 'utf8')
    const files = {
      [join(ROOT, 'examples.ts')]: moduleOf(markdown),
      [join(ROOT, 'broken.ts')]: moduleOf(markdown.replace("'8,000 USDC'", '8_000n')),
    }
    expect(typeErrors(files, OPTIONS, 'broken.ts'), 'only a broken example has errors').to.deep.equal(['broken.ts'])
  })

  it('is a package that runs and has types', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lodestone-package-'))
    try {
      const run = (file: string, args: string[], cwd: string) => {
        const { status, stdout, stderr } = spawnSync(file, args, { cwd, encoding: 'utf8' })
        expect(status, `${args.join(' ')}: ${stdout}${stderr}`).to.equal(0)
        return stdout
      }
      run(process.execPath, [`${ROOT}node_modules/typescript/bin/tsc`, '--project', 'tsconfig.sdk.json'], ROOT)
      run('npm', ['pack', '--silent', '--pack-destination', folder], ROOT)
      const { name, version, dependencies } = JSON.parse(await readFile(`${ROOT}package.json`, 'utf8')) as {
        name: string
        version: string
        dependencies: Record<string, string>
      }
      run('tar', ['xzf', `${name}-${version}.tgz`], folder)
      await mkdir(join(folder, 'node_modules'))
      await rename(join(folder, 'package'), join(folder, 'node_modules', name))
      for (const one of Object.keys(dependencies)) {
        await mkdir(dirname(join(folder, 'node_modules', one)), { recursive: true })
        await symlink(`${ROOT}node_modules/${one}`, join(folder, 'node_modules', one))
      }
      await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
      const use = `import * as sdk from 'lodestone/sdk'\nconsole.log(Object.keys(sdk).sort().join())\n`
      await writeFile(join(folder, 'use.js'), use)
      expect(run(process.execPath, ['use.js'], folder).trim()).to.equal(Object.keys(sdk).sort().join())
      const typed = `import { parseAmount } from 'lodestone/sdk'\nexport const amount: bigint = parseAmount('1', { symbol: 'X', decimals: 6 })\n`
      const wrong = typed.replace(': bigint', ': string')
      const consumer = { ...OPTIONS, skipLibCheck: false, allowImportingTsExtensions: false }
      const files = { [join(folder, 'typed.ts')]: typed, [join(folder, 'wrong.ts')]: wrong }
      expect(typeErrors(files, consumer, 'wrong.ts'), 'only a wrong use has errors').to.deep.equal(['wrong.ts'])
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
