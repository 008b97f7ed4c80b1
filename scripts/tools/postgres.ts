/** `npm run verify:postgres -- postgres://...`: the suites of the oracle's store, of sign once and of the index, on a PostgreSQL server too. */
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { Fault, program } from './program.ts'

await program('postgres', () => {
  const url = process.argv[2]
  if (url === undefined || !/^postgres(ql)?:\/\//.test(url)) {
    throw new Fault(
      'name a server on which databases may be made: npm run verify:postgres -- postgres://user@127.0.0.1:5432/name',
    )
  }
  const suites = globSync([
    'test/oracle/{sign,store}/*.test.ts',
    'test/indexer/{*,store/*,sync/reorgs,serve/*}.test.ts',
  ])
  const args = ['node_modules/hardhat/dist/src/cli.js', 'test', 'mocha', '--no-compile', ...suites]
  const { status } = spawnSync(process.execPath, args, {
    env: { ...process.env, LODESTONE_TEST_POSTGRES: url },
    stdio: 'inherit',
  })
  process.exitCode = status ?? 1
})
