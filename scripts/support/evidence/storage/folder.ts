import { join, resolve } from 'node:path'
import { InputError } from '../../../../sdk/errors/InputError.ts'
import { exists, makeFolder, partOf, readStream, settleFile, writeStream } from '../../../../oracle/evidence/files.ts'
import { cidInName, sealedName } from '../../../../sdk/evidence/cid.ts'
import type { Sealed } from '../sealed.ts'

/** Copies a bundle into a folder. @returns `file:///<cid>.age`: the name alone, since a path would say more than others may know. */
export async function putInFolder(folder: string, sealed: Sealed): Promise<string> {
  const name = sealedName(sealed.cid)
  const path = join(resolve(folder), name)
  await makeFolder(folder)
  if (!(await exists(path))) {
    const part = partOf(path)
    await sealed.open('Storing').pipeTo(await writeStream(part, 0o644))
    await settleFile(part, path)
  }
  return `file:///${name}`
}

/** A bundle in this machine's folder. No other file can be named. @throws {InputError} when it is not there. */
export async function getFromFolder(folder: string, uri: URL): Promise<ReadableStream<Uint8Array>> {
  const cid = cidInName(uri.pathname)
  const wrong = (message: string) => new InputError('URI of the evidence', [{ path: '', value: uri.href, message }])
  if (cid === undefined || uri.host !== '' || uri.pathname !== `/${sealedName(cid)}`)
    throw wrong('does not name a bundle: file:///<content identifier>.age')
  const path = join(resolve(folder), sealedName(cid))
  if (!(await exists(path)))
    throw wrong(`is not in ${folder}; put the bundle there, or name the folder where it is with --storage`)
  return readStream(path)
}
