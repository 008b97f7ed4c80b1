import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { getAddress, parseEther, type Abi, type Address, type Hex } from 'viem'
import { parseDeployment, type Deployment } from '../../sdk/model/deployment.ts'
import type { Chain } from '../main-job/chain.ts'
import { contract, deploy, deployed, mint, type Deployed } from '../main-job/deploy.ts'
import { ACCOUNTS, PEOPLE } from './roles.ts'

/** What everybody has of the test dollar, in base units, and each person of wrapped ether, in wei. */
const [DOLLARS, ETHER] = [30_000_000_000_000n, parseEther('1000')]

export interface DevDeployed extends Deployed {
  readonly weth: Address
  readonly deployment: Deployment
}

/** Puts Lodestone, the test dollar (with permit) and wrapped ether on the chain, and gives everybody some. */
export async function deployDev(chain: Chain): Promise<DevDeployed> {
  const deployedCore = await deploy(chain)
  const { origin, directory, token } = deployedCore
  const router = await contract(chain, 'periphery/PledgeRouter.sol/PledgeRouter', [origin.factory])
  const weth = await deployed(chain, { ...wrappedEther(), args: [] }, 'WETH9')
  for (const name of ACCOUNTS) await mint(chain, token, name, DOLLARS)
  for (const name of Object.keys(PEOPLE)) {
    const { wallet, client } = await chain.as(name)
    // Ether that is sent to it is wrapped.
    const hash = await wallet.sendTransaction({ account: chain.account(name), chain: null, to: weth, value: ETHER })
    await client.waitForTransactionReceipt({ hash })
  }
  const chainId = await chain.client.getChainId()
  const deployment = parseDeployment({ chainId, ...origin, router, directory, block: 0, compiler: '0.8.37' })
  return { ...deployedCore, token: getAddress(token), weth: getAddress(weth), deployment }
}

/** The very contract of Ethereum's main chain. */
function wrappedEther(): { abi: Abi; bytecode: Hex } {
  const path = fileURLToPath(import.meta.resolve('canonical-weth/build/contracts/WETH9.json'))
  return JSON.parse(readFileSync(path, 'utf8')) as { abi: Abi; bytecode: Hex }
}
