/** Where encrypted bundles are put so that others can get them, and how they are got. */
import { fileURLToPath } from 'node:url'
import { InputError } from '../../../../sdk/errors/InputError.ts'
import { isSafeUrl } from '../../../../sdk/evidence/intakeUrl.ts'
import { asNamed, wrongUri } from '../../../../oracle/evidence/content.ts'
import { download } from '../../../../oracle/evidence/http.ts'
import { formatBytes } from '../../../../sdk/model/bytes.ts'
import type { Sealed } from '../sealed.ts'
import { getFromFolder, putInFolder } from './folder.ts'
import { getFromIpfs, putInIpfs } from './ipfs.ts'

export interface Storage {
  /** Puts a bundle there; doing so again changes nothing. @returns its URI. */
  put(sealed: Sealed): Promise<string>
}

const DEFAULT_FOLDER = fileURLToPath(new URL('../../../../.lodestone/evidence', import.meta.url))
const DEFAULT_GATEWAY = 'http://127.0.0.1:8080'

/**
 * The storage that a setting names: `s3://<bucket>/<prefix>`, `ipfs:<URL of a Kubo node's API>`, or a folder (default:
 * .lodestone/evidence of the project).
 * @throws {InputError} naming what is wrong with it.
 */
export async function storageOf(where: string | undefined): Promise<Storage> {
  if (where?.startsWith('s3:') === true) {
    const { Bucket } = await import('./s3.ts')
    const bucket = new Bucket(where, process.env)
    return { put: (sealed) => bucket.put(sealed) }
  }
  const api = apiOf(where)
  if (api !== undefined) return { put: (sealed) => putInIpfs(api, sealed) }
  return { put: (sealed) => putInFolder(where ?? DEFAULT_FOLDER, sealed) }
}

/**
 * The bytes behind a URI that somebody else wrote: `https:`, `ipfs:`, `file:` (in the folder of the setting alone). Where the name
 * is content-addressed, reading to the end throws {InputError} unless the content has that digest.
 * @param most bytes after which reading throws {InputError}.
 */
export async function getByUri(
  text: string,
  where: string | undefined,
  most: number,
): Promise<ReadableStream<Uint8Array>> {
  const uri = URL.parse(text)
  if (uri === null) throw wrongUri(text, 'is not a URI')
  return asNamed(uri, await open(uri, where), most, `${formatBytes(most)}; see --limit`)
}

async function open(uri: URL, where: string | undefined): Promise<ReadableStream<Uint8Array>> {
  const api = apiOf(where)
  switch (uri.protocol) {
    case 'https:':
    case 'http:':
      return download(uri, uri.host)
    case 'ipfs:':
      return getFromIpfs(api === undefined ? { gateway: gateway() } : { api }, uri)
    case 'file:':
      return getFromFolder(where === undefined || /^(s3|ipfs):/.test(where) ? DEFAULT_FOLDER : where, uri)
    default: {
      const message =
        'is of a kind that this program cannot get (https, ipfs, file); get the bundle and use evidence open'
      throw wrongUri(uri.href, message)
    }
  }
}

/** The API of a Kubo node in a setting that starts with `ipfs:`. */
function apiOf(where: string | undefined): URL | undefined {
  if (where?.startsWith('ipfs:') !== true) return undefined
  return safeUrl(where.slice('ipfs:'.length), '--storage', where)
}

function gateway(): URL {
  const text = process.env['LODESTONE_IPFS_GATEWAY'] ?? DEFAULT_GATEWAY
  return safeUrl(text, 'LODESTONE_IPFS_GATEWAY', text)
}

function safeUrl(text: string, path: string, value: string): URL {
  const url = URL.parse(text)
  if (url !== null && isSafeUrl(url)) return url
  throw new InputError('command line', [{ path, value, message: 'must hold an https URL, or http on this machine' }])
}
