/** What a stranger may write on chain to harm who looks at it. */
import { encodeFunctionData, keccak256, stringToHex, type Address, type Hex } from 'viem'
import { escrowFactoryAbi } from '../../../sdk/abi/escrowFactory.ts'
import { create } from '../../../sdk/actions/create.ts'
import { getEscrow } from '../../../sdk/actions/getEscrow.ts'
import { getOutcome } from '../../../sdk/actions/getOutcome.ts'
import { publish } from '../../../sdk/actions/publish.ts'
import { submit } from '../../../sdk/actions/submit.ts'
import { escrowAddress } from '../../../sdk/model/escrowAddress.ts'
import { encodeOutcome, parseOutcome } from '../../../sdk/model/outcome.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import { contract } from '../../../scripts/main-job/deploy.ts'
import type { Dev } from '../../../scripts/dev/startDev.ts'

/** Markup that would run a script, marks that turn text around, and text without end. */
export const HOSTILE = {
  markup: '<img src=x onerror="document.title=\'harmed\'"><script>document.title="harmed"</script>',
  turned: 'Safe \u202Egnp.exe\u202C \u2066hidden\u2069 \u200Bspace',
  long: `Name ${'withoutend'.repeat(1_000)}`,
  template: '${7*7} {{7*7}} %s javascript:alert(1)',
}

/** Puts hostile commitments and a hostile operator on the chain. @returns the commitments. */
export async function putHostile({ chain, deployment, escrows }: Dev): Promise<Address[]> {
  const writer = await chain.as('Max')
  const sample = escrows.D
  if (sample === undefined) throw new Error('the world has no commitment D')
  const { terms } = await getEscrow(chain.client, sample)
  const outcome = await getOutcome(chain.client, deployment, sample)
  const now = await chain.now()
  const fresh: Terms = { ...terms, pledgeBy: now + 86_400n, claimBy: now + 2n * 86_400n }
  const createOf = async (changed: Terms, document: Hex): Promise<Address> => {
    const data = encodeFunctionData({ abi: escrowFactoryAbi, functionName: 'create', args: [changed, document] })
    await submit(writer, { to: deployment.factory, data })
    return escrowAddress(deployment, changed)
  }

  // A document that is as it should be, and full of it.
  const document = parseOutcome({
    ...outcome,
    title: `${HOSTILE.markup} ${HOSTILE.turned}`,
    theme: HOSTILE.turned,
    summary: [HOSTILE.markup, HOSTILE.long, HOSTILE.template],
    method: [HOSTILE.markup, HOSTILE.turned],
  })
  const { hash, document: encoded } = encodeOutcome(document)
  const { escrow } = await create(writer, deployment, { ...fresh, outcome: hash }, document)

  // One that is none, and a token that has markup for its name.
  const formless = stringToHex(`{"title": ${JSON.stringify(HOSTILE.markup + HOSTILE.long)}, "__proto__": {"a": 1}}`)
  const asset = await contract(chain, 'mocks/TestToken.sol/TestToken', ['<script>', '\u202ECDSU<b>', 6])
  const other = await createOf({ ...fresh, outcome: keccak256(formless) }, formless)
  const tokened = await createOf({ ...fresh, asset, outcome: keccak256(formless) }, formless)
  // And one whose symbol has no end.
  const endless = await contract(chain, 'mocks/TestToken.sol/TestToken', ['endless', HOSTILE.long, 6])
  const named = await createOf({ ...fresh, asset: endless, outcome: hash }, encoded)

  const published = { endpoint: `javascript:${HOSTILE.markup}`, encryptionKey: HOSTILE.turned }
  await publish(writer, deployment.directory, published)
  return [escrow, other, tokened, named]
}
