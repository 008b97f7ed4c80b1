import type { Hex } from 'viem'
import { InputError } from '../errors/InputError.ts'
import type { Manifest } from '../model/evidence.ts'
import { Digester } from './digest.ts'
import { FILES_FOLDER, MANIFEST_FILE, manifestBytes, MOST_MANIFEST, SALT_FILE, saltBytes } from './layout.ts'
import { chunksOf, streamOf } from './streams.ts'
import { TAR_END, tarHeader, tarPadding } from './tar.ts'

/**
 * The bundle of a manifest, its salt and its files, before encryption: the same bytes for the same content, always.
 * @param open gives the content of a file by its path in the manifest; each is read once, in order.
 * @throws {InputError} while it is read, when a file is not what the manifest says; at once, when the manifest is too large.
 */
export function packBundle(
  manifest: Manifest,
  salt: Hex,
  open: (path: string) => ReadableStream<Uint8Array>,
): ReadableStream<Uint8Array> {
  const size = manifestBytes(manifest).length
  if (size > MOST_MANIFEST) {
    const message = `is ${size} bytes long, more than ${MOST_MANIFEST}; put many small files into one archive`
    throw new InputError('evidence manifest', [{ path: '', value: '', message }])
  }
  return streamOf(parts(manifest, salt, open))
}

async function* parts(manifest: Manifest, salt: Hex, open: (path: string) => ReadableStream<Uint8Array>) {
  yield* whole(MANIFEST_FILE, manifestBytes(manifest))
  yield* whole(SALT_FILE, saltBytes(salt))
  for (const file of manifest.files) {
    yield tarHeader(`${FILES_FOLDER}/${file.path}`, file.size)
    const digester = new Digester()
    for await (const chunk of chunksOf(open(file.path))) {
      digester.update(chunk)
      yield chunk
    }
    const { size, sha256 } = digester.digest()
    if (size !== file.size || sha256 !== file.sha256) {
      const message = 'is not what the manifest says: it has changed since; pack again from the beginning'
      throw new InputError('evidence', [{ path: file.path, value: '', message }])
    }
    yield new Uint8Array(tarPadding(size))
  }
  yield new Uint8Array(TAR_END)
}

function* whole(path: string, content: Uint8Array) {
  yield tarHeader(path, content.length)
  yield content
  yield new Uint8Array(tarPadding(content.length))
}
