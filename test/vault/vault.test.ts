/** The vault's suite over tokens of every honest make. */
import { ENVS } from './env.ts'
import type { VaultEnv } from './env.ts'
import { shouldPledge } from './pledging.ts'
import { shouldRefund } from './refunding.ts'
import { shouldViewVault } from './views.ts'

function shouldBehaveLikeVault(env: VaultEnv): void {
  shouldPledge(env, 'deposit')
  shouldPledge(env, 'mint')
  shouldRefund(env, 'redeem')
  shouldRefund(env, 'withdraw')
  shouldViewVault(env)
}

for (const env of ENVS)
  describe(`Vault over ${env.label}`, () => {
    shouldBehaveLikeVault(env)
  })
