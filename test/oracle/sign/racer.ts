/**
 * One of several processes that all sign over one store, each with measurements of its own, as if the lease did not work: all bear one
 * name in it. Each signature is told to the parent before it is given. A mortal one ends itself by SIGKILL at a mark drawn by lot.
 */
import { appendFileSync } from 'node:fs'
import { SecondDigest, signOnce } from '../../../oracle/sign/signOnce.ts'
import { openStore } from '../../../oracle/store/openStore.ts'
import { digestOf, honest, measured, signing } from './support.ts'

const [path, told, name, claims, seed, fate] = process.argv.slice(2)
let lot = Number(seed)
const draw = (below: number) => {
  lot = (lot * 1_103_515_245 + 12_345) % 2 ** 31
  return Math.floor((lot / 2 ** 31) * below)
}

const operator = signing(
  await openStore(path!),
  (one) => honest(one),
  () => {
    if (fate === 'mortal' && draw(30) === 0) process.kill(process.pid, 'SIGKILL')
  },
)
operator.holder = 'all'
const { signer } = operator
operator.signer = {
  address: signer.address,
  sign: (chainId, escrow, observation) => {
    appendFileSync(told!, `${observation.claim} ${digestOf({ escrow, ...observation })}\n`)
    return signer.sign(chainId, escrow, observation)
  },
}
for (let i = 0; i < Number(claims); i++) {
  // Each process measures something else, and sometimes the same as another.
  const what = measured(i, BigInt(name!) + BigInt(draw(2)))
  try {
    await signOnce(operator, what)
  } catch (error) {
    if (!(error instanceof SecondDigest)) throw error
  }
}
await operator.store.destroy()
