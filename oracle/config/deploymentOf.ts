import { fileURLToPath } from 'node:url'
import { createPublicClient, http } from 'viem'
import { explained } from '../../sdk/actions/explained.ts'
import { parseDeployment, type Deployment } from '../../sdk/model/deployment.ts'
import { readJson } from '../files/readJson.ts'
import type { Config } from './config.ts'

/** The record of the deployment that the operator serves. */
export async function deploymentOf({ chain: { deployment, rpc } }: Pick<Config, 'chain'>): Promise<Deployment> {
  return parseDeployment(await readJson(deployment ?? (await usualRecord(rpc)), 'deployment record'))
}

/** Where the record of the endpoint's chain is in this installation. */
async function usualRecord([first = '']: readonly string[]): Promise<string> {
  const client = createPublicClient({ transport: http(first, { retryCount: 1 }) })
  const chainId = await explained(() => client.getChainId())
  return fileURLToPath(new URL(`../../deployments/${chainId}.json`, import.meta.url))
}
