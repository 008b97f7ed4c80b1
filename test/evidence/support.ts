/** For the tests of evidence: small bundles in memory, and what errors name. */
import { createHash } from 'node:crypto'
import { expect } from 'chai'
import { InputError } from '../../sdk/errors/InputError.ts'
import { packBundle } from '../../sdk/evidence/packBundle.ts'
import { unpackBundle } from '../../sdk/evidence/unpackBundle.ts'
import { parseManifest, type Manifest } from '../../sdk/model/evidence.ts'

export const ESCROW = '0x1111111111111111111111111111111111111111'
export const SOLVER = '0x2222222222222222222222222222222222222222'
export const SALT = `0x${'5a'.repeat(32)}` as const

export const sha256 = (content: Uint8Array) => `0x${createHash('sha256').update(content).digest('hex')}` as const

/** Content that is another one for each name. */
export function contentOf(name: string, size: number): Uint8Array {
  const seed = createHash('sha256').update(name).digest()
  return Uint8Array.from({ length: size }, (_, i) => (seed[i % 32]! + i * 7) % 256)
}

export const FILES: Readonly<Record<string, Uint8Array>> = {
  'empty.bin': new Uint8Array(0),
  'one block.bin': contentOf('b', 512),
  'runs/1/log.txt': contentOf('c', 1300),
}

export function manifestOf(files: Readonly<Record<string, Uint8Array>> = FILES): Manifest {
  return parseManifest({
    version: 1,
    escrow: ESCROW,
    solver: SOLVER,
    statement: 'It holds.',
    files: Object.entries(files).map(([path, content]) => ({ path, size: content.length, sha256: sha256(content) })),
  })
}

/** A stream of these bytes, in pieces of `piece`. */
export function streamOfBytes(bytes: Uint8Array, piece = 1000): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      controller.enqueue(bytes.slice(at, (at += piece)))
    },
  })
}

export async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer())
}

export function packed(files: Readonly<Record<string, Uint8Array>> = FILES, manifest = manifestOf(files)) {
  return bytesOf(packBundle(manifest, SALT, (path) => streamOfBytes(files[path]!)))
}

/** Unpacks in memory. */
export async function unpacked(bundle: Uint8Array | ReadableStream<Uint8Array>, piece?: number) {
  const files: Record<string, Uint8Array> = {}
  const opened = await unpackBundle(bundle instanceof Uint8Array ? streamOfBytes(bundle, piece) : bundle, {
    begin: async () => undefined,
    file: async ({ path }) => {
      files[path] = new Uint8Array(0)
      return new WritableStream<Uint8Array>({
        write(chunk) {
          files[path] = Buffer.concat([files[path]!, chunk])
        },
      })
    },
  })
  return { ...opened, files }
}

/** Expects an `InputError`. @returns the paths of its faults. */
export async function refusedPaths(work: Promise<unknown>, what: string): Promise<string[]> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error, `${what}: ${String(error)}`).to.be.instanceOf(InputError)
  return (error as InputError).faults.map(({ path }) => path)
}
