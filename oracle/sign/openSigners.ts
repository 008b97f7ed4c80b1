/** The signers of an operator, by its configuration. */
import { isAddressEqual, type Address } from 'viem'
import { privateKeyToAddress } from 'viem/accounts'
import { InputError } from '../../sdk/errors/InputError.ts'
import { observationDigest, observationTypedData } from '../../sdk/model/typedData.ts'
import type { Config, SignerConfig } from '../config/config.ts'
import type { ObservationSigner } from '../operator.ts'
import { awsCredentials } from './awsCredentials.ts'
import { readKeyFile } from './keyFile.ts'
import { openKeystore } from './keystore.ts'
import { kmsSigner } from './kms.ts'
import { localSigner } from './local.ts'
import { isLocalChain, LOCAL_CHAINS } from '../chain/localChains.ts'
import { readPasswordFile } from './passwordFile.ts'
import { remoteSigner } from './remote.ts'
import type { Signer } from './signer.ts'
import { hashToSign, safeMessage } from './safeMember.ts'
import { transactionSigner } from './signTransaction.ts'
import type { TransactionSigner } from './transactionSigner.ts'
import { verifySignature } from './verifySignature.ts'

/** How long a remote signer may take for an answer, in milliseconds. */
const PATIENCE = 30_000

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Opens both signers; whatever they sign is verified before it is handed on.
 * @param environment where the credentials for a key service are.
 * @throws {InputError} for a key that cannot be used, or the same key for observations and gas on a chain that is not local.
 * @throws {ConnectionError} when a remote signer or key service does not answer.
 */
export async function openSigners(
  config: Pick<Config, 'signer' | 'gas' | 'member'>,
  chainId: number,
  environment: Environment = process.env,
): Promise<{ signer: ObservationSigner; gas: TransactionSigner }> {
  const signer = observationSigner(await openSigner(config.signer, 'signer', chainId, environment), config.member)
  const gas = transactionSigner(await openSigner(config.gas.signer, 'gas.signer', chainId, environment))
  if (isAddressEqual(signer.address, gas.address) && !isLocalChain(chainId)) {
    const message = 'is the key for observations too; name another: a key that pays lies where transactions are made'
    throw new InputError('configuration', [{ path: 'gas.signer', value: gas.address, message }])
  }
  return { signer, gas }
}

/** @param member for which the key signs, where it is not its own: a Safe. */
function observationSigner({ account }: Signer, member: Address = account.address): ObservationSigner {
  return {
    address: account.address,
    /** @throws {WrongSignature} when it signed something else. */
    sign: async (chainId, escrow, observation) => {
      const digest = observationDigest(chainId, escrow, observation)
      const signature = isAddressEqual(member, account.address)
        ? await account.signTypedData(observationTypedData(chainId, escrow, observation))
        : await account.signTypedData(safeMessage(chainId, member, digest))
      return verifySignature(account.address, hashToSign(chainId, member, account.address, digest), signature)
    },
  }
}

/** @param path of the signer in the configuration. */
async function openSigner(
  config: SignerConfig,
  path: string,
  chainId: number,
  environment: Environment,
): Promise<Signer> {
  switch (config.kind) {
    case 'keystore': {
      const { file, passwordFile } = config
      const names = { keystore: `${path}.file`, password: `${path}.passwordFile` }
      return localSigner(await openKeystore(file, () => readPasswordFile(passwordFile), names))
    }
    case 'remote':
      return remoteSigner(config.url, config.account, {
        signer: `${path}.url`,
        account: `${path}.account`,
        patience: PATIENCE,
      })
    case 'kms':
      return within(path, () => kmsSigner(config, () => awsCredentials(environment)))
    case 'local': {
      const key = await readKeyFile(config.keyFile, `${path}.keyFile`)
      if (isLocalChain(chainId)) return localSigner(key)
      const message = `plain keys are for local chains (${LOCAL_CHAINS.join(', ')}), this is chain ${chainId}; use another kind`
      throw new InputError('configuration', [{ path: `${path}.kind`, value: privateKeyToAddress(key), message }])
    }
  }
}

/** Says where in the configuration the faults are. */
async function within(path: string, open: () => Promise<Signer>): Promise<Signer> {
  try {
    return await open()
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    const faults = error.faults.map((fault) => ({ ...fault, path: [path, fault.path].filter(Boolean).join('.') }))
    throw new InputError('configuration', faults)
  }
}
