import * as z from 'zod'
import { parseInput } from '../errors/parseInput.ts'
import { addressSchema } from './schemas.ts'

/** Where Lodestone is on one chain: the content of deployments/<chainId>.json. */
export const deploymentSchema = z.strictObject({
  chainId: z.int('write the chain id').min(1, 'must be above 0'),
  implementation: addressSchema,
  factory: addressSchema,
  router: addressSchema,
  directory: addressSchema,
  /** The block of the deployment: no log is older. */
  block: z.int('write a block number').min(0, 'must be 0 or more'),
  compiler: z.string('write the version of the compiler'),
})

export type Deployment = z.output<typeof deploymentSchema>

/** Parses a deployment record. @throws {InputError} with all its faults. */
export function parseDeployment(input: unknown): Deployment {
  return parseInput(deploymentSchema, input, 'deployment record')
}
