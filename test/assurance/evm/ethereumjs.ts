/** The second EVM: `@ethereumjs/vm`, which shares no code with the first. It runs the transactions under the headers that EDR made. */
import { createBlock } from '@ethereumjs/block'
import { createEVM, type EVMOpts } from '@ethereumjs/evm'
import { Caches, MerkleStateManager } from '@ethereumjs/statemanager'
import type { TypedTransaction } from '@ethereumjs/tx'
import { bytesToHex, createAccount, createAddressFromString, hexToBytes } from '@ethereumjs/util'
import { createVM, runTx } from '@ethereumjs/vm'
import { GENESIS_BALANCE, ROLES, STOP, SYSTEM_CONTRACTS, accountOf, hex } from './chain.ts'
import type { Outcome } from './compare.ts'
import type { BlockHeader } from './edr.ts'
import { common as rules } from './transactions.ts'

/** What the second EVM says of a transaction: more than a receipt, because it tells why a call failed. */
export interface Run extends Outcome {
  /** What the call returned or reverted with. */
  returned: string
  /** The EVM's own word for a failure. */
  failure: string | undefined
}

/** Changes the second EVM on purpose, to show that a difference is found. */
export type Plant = Pick<EVMOpts, 'customOpcodes' | 'params'>

export type Second = Awaited<ReturnType<typeof startSecond>>

/** A state of its own with the accounts of the chain at genesis. */
export async function startSecond(plant: Plant = {}) {
  const common = rules()
  const stateManager = new MerkleStateManager({ common, caches: new Caches() })
  const evm = await createEVM({ common, stateManager, ...plant })
  const vm = await createVM({ common, stateManager, evm })
  await stateManager.checkpoint()
  for (const role of ROLES) {
    const address = createAddressFromString(accountOf(role).address)
    await stateManager.putAccount(address, createAccount({ balance: GENESIS_BALANCE }))
  }
  for (const contract of SYSTEM_CONTRACTS) {
    await stateManager.putCode(createAddressFromString(contract), hexToBytes(STOP))
  }
  await stateManager.commit()

  return {
    /** Runs `transactions` as the block `header`. */
    async run(header: BlockHeader, transactions: TypedTransaction[]): Promise<Run[]> {
      const block = createBlock(
        {
          header: {
            number: hex(header.number),
            timestamp: hex(header.timestamp),
            coinbase: hex(header.miner),
            mixHash: hex(header.mixHash),
            gasLimit: hex(header.gasLimit),
            baseFeePerGas: hex(header.baseFeePerGas),
            excessBlobGas: hex(header.excessBlobGas),
            parentBeaconBlockRoot: hex(header.parentBeaconBlockRoot),
          },
        },
        { common, skipConsensusFormatValidation: true },
      )
      const runs = []
      // One checkpoint a block: the trie is hashed once, not after each transaction.
      await stateManager.checkpoint()
      for (const tx of transactions) {
        const { totalGasSpent, execResult } = await runTx(vm, { tx, block, skipHardForkValidation: true })
        const logs = execResult.exceptionError === undefined ? (execResult.logs ?? []) : []
        runs.push({
          success: execResult.exceptionError === undefined,
          gasUsed: totalGasSpent,
          logs: logs.map(([address, topics, data]) =>
            [bytesToHex(address), topics.map((topic) => bytesToHex(topic)).join(), bytesToHex(data)].join(' '),
          ),
          returned: bytesToHex(execResult.returnValue),
          failure: execResult.exceptionError?.error,
        })
      }
      await stateManager.commit()
      return runs
    },
    /** The root of the whole state: every balance, nonce, code and storage slot there is. */
    root: async (): Promise<string> => bytesToHex(await stateManager.getStateRoot()),
    /** Storage, code, balance and nonce of an account, as text. */
    async account(address: string) {
      await stateManager.flush()
      const account = (await stateManager.getAccount(createAddressFromString(address))) ?? createAccount({})
      const { nonce, balance, codeHash, storageRoot } = account
      return `nonce ${nonce}, balance ${balance}, code ${bytesToHex(codeHash)}, storage ${bytesToHex(storageRoot)}`
    },
    putCode: (address: string, code: string) =>
      stateManager.putCode(createAddressFromString(address), hexToBytes(hex(code))),
    putStorage: (address: string, slot: string, value: string) =>
      stateManager.putStorage(createAddressFromString(address), hexToBytes(hex(slot)), hexToBytes(hex(value))),
    restore: (root: string) => stateManager.setStateRoot(hexToBytes(hex(root)), true),
  }
}
