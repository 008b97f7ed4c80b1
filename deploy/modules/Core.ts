import { buildModule } from '@nomicfoundation/hardhat-ignition/modules'

/**
 * The escrows' implementation and their factory. `present` names those that the chain has already: anybody may deploy them to
 * the same addresses before us, and CreateX refuses a second time.
 */
export const coreModule = (present: { Escrow?: string; EscrowFactory?: string } = {}) =>
  buildModule('Core', (m) => {
    const implementation = present.Escrow ? m.contractAt('Escrow', present.Escrow) : m.contract('Escrow')
    const factory = present.EscrowFactory
      ? m.contractAt('EscrowFactory', present.EscrowFactory)
      : m.contract('EscrowFactory', [implementation])
    return { implementation, factory }
  })

export default coreModule()
