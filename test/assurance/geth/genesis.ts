/** The first block of the geth that the main job runs on: what `geth init` reads. */
import { keccak256, numberToHex, stringToHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { START } from '../../../scripts/main-job/chain.ts'

/** That of every `geth --dev`. */
export const CHAIN_ID = 1337

/** The account that has ether from the start. Worthless outside this chain: its key follows from its name. */
export const FAUCET = privateKeyToAccount(keccak256(stringToHex('Lodestone: faucet')))

const FUNDS = 10n ** 24n // wei
const GAS_LIMIT = 60_000_000n
const BASE_FEE = 10n ** 9n // wei

const BLOCKS = [
  'homesteadBlock',
  'eip150Block',
  'eip155Block',
  'eip158Block',
  'byzantiumBlock',
  'constantinopleBlock',
  'petersburgBlock',
  'istanbulBlock',
  'berlinBlock',
  'londonBlock',
]
const TIMES = ['shanghaiTime', 'cancunTime', 'pragueTime', 'osakaTime']
const BLOBS = { target: 6, max: 9, baseFeeUpdateFraction: 5_007_716 }

/** Contracts that each block calls: withdrawals (EIP-7002), consolidations (EIP-7251). Here they do nothing: their code is STOP. */
const SYSTEM_CONTRACTS = ['0x00000961Ef480Eb55e80D19ad83579A64c007002', '0x0000BBdDc7CE488642fb579F8B00f3a590007251']

/**
 * The rules of Osaka from the start, as on the embedded chain. geth's own developer chain goes further: its first touch of an account
 * already costs the 3,000 gas of a fork that no public chain has.
 */
export const GENESIS = {
  config: {
    chainId: CHAIN_ID,
    ...Object.fromEntries([...BLOCKS, ...TIMES].map((fork) => [fork, 0])),
    terminalTotalDifficulty: 0,
    blobSchedule: { cancun: BLOBS, prague: BLOBS, osaka: BLOBS },
  },
  timestamp: numberToHex(START.getTime() / 1000),
  difficulty: '0x0',
  gasLimit: numberToHex(GAS_LIMIT),
  baseFeePerGas: numberToHex(BASE_FEE),
  alloc: {
    [FAUCET.address]: { balance: numberToHex(FUNDS) },
    ...Object.fromEntries(SYSTEM_CONTRACTS.map((address) => [address, { balance: '0x0', code: '0x00' }])),
  },
}
