import { hexToBytes } from 'viem'
import type { Digest } from './digest.ts'

/** The headers with which an encrypted bundle is handed in, besides its length: what a member checks that all has arrived by (RFC 9530). */
export function intakeHeaders({ sha256 }: Pick<Digest, 'sha256'>): Record<string, string> {
  const base64 = btoa(String.fromCharCode(...hexToBytes(sha256)))
  return { 'content-type': 'application/age', 'repr-digest': `sha-256=:${base64}:` }
}
