import { homedir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { InputError } from '../../sdk/errors/InputError.ts'
import { parseInput } from '../../sdk/errors/parseInput.ts'
import { readText } from '../files/readJson.ts'

export interface AwsCredentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
}

const fields = {
  id: z.string('is not set').min(1, 'is empty'),
  secret: z.string('is not set').min(1, 'is empty'),
  token: z.string().optional(),
}
const environmentSchema = z.object({
  AWS_ACCESS_KEY_ID: fields.id,
  AWS_SECRET_ACCESS_KEY: fields.secret,
  AWS_SESSION_TOKEN: fields.token,
})
const profileSchema = z.object({
  aws_access_key_id: fields.id,
  aws_secret_access_key: fields.secret,
  aws_session_token: fields.token,
})

/**
 * Who asks AWS: from AWS_ACCESS_KEY_ID and its companions, or the profile AWS_PROFILE (`default`) of the file
 * AWS_SHARED_CREDENTIALS_FILE (`~/.aws/credentials`). Read anew each time: what rotates them changes the file.
 * @throws {InputError} when there are none.
 */
export async function awsCredentials(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<AwsCredentials> {
  if (environment['AWS_ACCESS_KEY_ID'] !== undefined) {
    const found = parseInput(environmentSchema, environment, 'environment')
    return credentials(found.AWS_ACCESS_KEY_ID, found.AWS_SECRET_ACCESS_KEY, found.AWS_SESSION_TOKEN)
  }
  const path = environment['AWS_SHARED_CREDENTIALS_FILE'] ?? join(homedir(), '.aws', 'credentials')
  const name = environment['AWS_PROFILE'] ?? 'default'
  const profile = profilesIn(await readText(path, 'AWS credentials file')).get(name)
  if (profile === undefined) {
    const message = `has no profile [${name}]; add it, or set AWS_PROFILE or AWS_ACCESS_KEY_ID`
    throw new InputError('AWS credentials file', [{ path: '', value: path, message }])
  }
  const found = parseInput(profileSchema, Object.fromEntries(profile), `profile [${name}]`)
  return credentials(found.aws_access_key_id, found.aws_secret_access_key, found.aws_session_token)
}

function credentials(accessKeyId: string, secretAccessKey: string, sessionToken?: string): AwsCredentials {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }
}

/** Lines `name = value` under `[profile]`; those that begin with # or ; are comments. */
function profilesIn(text: string): Map<string, Map<string, string>> {
  const profiles = new Map<string, Map<string, string>>()
  let current = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const profile = /^\s*\[\s*(.+?)\s*\]\s*$/.exec(line)?.[1]
    const [, name, value] = /^\s*([^#;=\s][^=\s]*)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (profile !== undefined) profiles.set(profile, (current = new Map<string, string>()))
    else if (name !== undefined && value !== undefined) current.set(name, value)
  }
  return profiles
}
