/** The steps of `npm test`, in order: what is cheap and likely to fail comes first. */
import { inspectDocs, inspectSources, testFiles } from './files.ts'
import { type Counts, countTests, faultsOfCounts, ownWarnings } from './output.ts'
import { type Step, command, inspection } from './step.ts'

/**
 * Fewest tests each runner must have passed. A filter that matches nothing, or a folder that is no longer read, exits 0; raise these
 * when tests are added, and lower them only together with the tests taken away.
 */
const MINIMUM = { mocha: 2750, commands: 1000, page: 75, 'page-parts': 240, solidity: 8 }

/** Suites that run the command line or the services: much of their time they wait for processes, servers and nodes. */
const OF_COMMANDS = /^test\/(cli|dev|evidence|guides|indexer|lives|oracle)\//
/** Suites of the page, and those of them that run in a browser. */
const [OF_PAGE, IN_BROWSER] = [/^test\/web\//, /^test\/web\/e2e\//]

const HARDHAT = 'node_modules/hardhat/dist/src/cli.js'
const TSC = 'node_modules/typescript/bin/tsc'

const judgeTests = (count: (output: string) => Counts, minimum: number) => (output: string) => {
  const counts = count(output)
  return { counts, faults: faultsOfCounts(counts, minimum) }
}

export function allSteps(): Step[] {
  return [
    command('format', 'formatting of TypeScript, Solidity and JSON', [
      'node_modules/prettier/bin/prettier.cjs',
      '--check',
      '--log-level=warn',
      '.',
    ]),
    {
      beside: true,
      ...command('build', 'contracts compile without a warning', [HARDHAT, 'build', '--force'], (output) => ({
        faults: ownWarnings(output),
      })),
    },
    inspection('imports', 'import directions, reasons for assembly, names of suites', inspectSources),
    inspection('docs', 'links, commands and forbidden names in documentation', inspectDocs),
    command('abi', 'ABIs of the SDK are the compiler’s', ['scripts/tools/abi.ts', '--check']),
    command('schemas', 'published schemas of documents are the SDK’s', ['scripts/tools/schemas.ts', '--check']),
    command('vectors', 'golden vectors are fresh', ['test/vectors/generate.ts', '--check']),
    // What takes longest of a row begins first.
    command('eslint', 'lint of TypeScript', ['node_modules/eslint/bin/eslint.js', '--max-warnings=0', '.']),
    ...(
      [
        command('types', 'TypeScript compiles', [TSC, '--project', '.']),
        command('types-web', 'TypeScript of the page compiles', [TSC, '--project', 'web']),
        command('types-web-tests', 'so do its tests', [TSC, '--project', 'test/web']),
        command('bundle', 'size of the SDK in a page', ['scripts/tools/bundle.ts', '--check']),
        command('page-size', 'bytes of a first visit of the page', ['scripts/tools/page-size.ts', '--check']),
        command('solhint', 'lint of Solidity', [
          'node_modules/solhint/solhint.js',
          '--disc',
          '--max-warnings=0',
          'contracts/**/*.sol',
        ]),
        command('own', 'own checks of the contracts', ['test/assurance/static/own.ts']),
      ] as const
    ).map((step) => ({ beside: true as const, ...step })),
    command('solidity', 'tests in Solidity', [HARDHAT, 'test', 'solidity'], judgeTests(countTests, MINIMUM.solidity)),
    command(
      'mocha',
      'tests in TypeScript',
      [
        HARDHAT,
        'test',
        'mocha',
        '--no-compile',
        ...testFiles().filter((path) => !OF_COMMANDS.test(path) && !OF_PAGE.test(path)),
      ],
      judgeTests(countTests, MINIMUM.mocha),
    ),
    {
      beside: true,
      ...command(
        'commands',
        'tests of the command line and of the services',
        [HARDHAT, 'test', 'mocha', '--no-compile', ...testFiles().filter((path) => OF_COMMANDS.test(path))],
        judgeTests(countTests, MINIMUM.commands),
      ),
    },
    {
      beside: true,
      ...command(
        'page',
        'tests of the page in a browser',
        [HARDHAT, 'test', 'mocha', '--no-compile', ...testFiles().filter((path) => IN_BROWSER.test(path))],
        judgeTests(countTests, MINIMUM.page),
      ),
    },
    {
      beside: true,
      ...command(
        'page-parts',
        'tests of the page’s parts',
        [
          HARDHAT,
          'test',
          'mocha',
          '--no-compile',
          ...testFiles().filter((path) => OF_PAGE.test(path) && !IN_BROWSER.test(path)),
        ],
        judgeTests(countTests, MINIMUM['page-parts']),
      ),
    },
    // Counts for itself: handler calls, environments and names of invariants.
    { beside: true, ...command('invariants', 'stateful invariants', ['scripts/tools/forge.ts', '--runs', '256']) },
    { beside: true, ...command('bench', 'gas and code size as committed', ['bench/run.ts', '--check']) },
  ]
}
