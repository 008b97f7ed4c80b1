import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'
import { coreModule } from './Core.ts'

/** Router and directory on top of the core. `present` names the contracts that the chain has already, as in `coreModule`. */
export const peripheryModule = (
  present: { Escrow?: string; EscrowFactory?: string; PledgeRouter?: string; OperatorDirectory?: string } = {},
) =>
  buildModule('Periphery', (m) => {
    const { implementation, factory } = m.useModule(coreModule(present))
    const router = present.PledgeRouter
      ? m.contractAt('PledgeRouter', present.PledgeRouter)
      : m.contract('PledgeRouter', [factory])
    const directory = present.OperatorDirectory
      ? m.contractAt('OperatorDirectory', present.OperatorDirectory)
      : m.contract('OperatorDirectory', [factory])
    return { implementation, factory, router, directory }
  })

export default peripheryModule()
