/** `npm run verify-sources`: writes what a public explorer needs to deployments/sources/. See docs/deploy.md. */
import { join } from 'node:path'
import hre from 'hardhat'
import { writeSources } from './sources.ts'

const out = join(hre.config.paths.root, 'deployments', 'sources')
for (const { contract, address } of await writeSources(hre, out)) console.log(`${address} ${contract}`)
console.log(`Written to ${out}`)
