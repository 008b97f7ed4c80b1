import { isAddressEqual, isHex } from 'viem'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { isLocalChain, LOCAL_CHAINS } from '../../../oracle/chain/localChains.ts'
import type { WriteSettings } from '../options.ts'
import { withProgress } from '../progress.ts'
import { openKeystore } from '../../../oracle/sign/keystore.ts'
import { localSigner } from '../../../oracle/sign/local.ts'
import { readPassword } from './password.ts'
import { remoteSigner } from '../../../oracle/sign/remote.ts'
import type { Signer } from '../../../oracle/sign/signer.ts'

/**
 * Who signs, by the settings: a remote signer, an encrypted keystore, or on local chains a plain key from the environment.
 * @throws {InputError} when there is none, or it cannot be used.
 */
export async function openSigner(settings: WriteSettings, chainId: number): Promise<Signer> {
  const { account, keystore, passwordFile, signer: url, privateKey } = settings
  if (url !== undefined) return remoteSigner(url, account)
  const signer =
    keystore === undefined
      ? plainSigner(privateKey, chainId)
      : localSigner(
          await withProgress('Opening the keystore', () =>
            openKeystore(keystore, () => readPassword(passwordFile, `Password of ${keystore}`)),
          ),
        )
  if (account !== undefined && !isAddressEqual(account, signer.account.address)) {
    throw wrong('--account', account, `the key is ${signer.account.address}'s; leave --account out or name another key`)
  }
  return signer
}

function plainSigner(key: string | undefined, chainId: number): Signer {
  if (key === undefined) {
    throw wrong('--keystore', '', 'name an encrypted keystore (`lodestone key create` makes one), or a --signer')
  }
  if (!isLocalChain(chainId)) {
    const message = `plain keys are for local chains (${LOCAL_CHAINS.join(', ')}), this is chain ${chainId}; use --keystore or --signer`
    throw wrong('LODESTONE_PRIVATE_KEY', '', message)
  }
  if (!isHex(key) || key.length !== 66) throw wrong('LODESTONE_PRIVATE_KEY', '', 'is not a key: 0x and 64 hex digits')
  return localSigner(key)
}

function wrong(path: string, value: string, message: string): InputError {
  return new InputError('signing key', [{ path, value, message }])
}
