/** How members reach one another: requests are handed over within this process, and may be answered by nobody, or with nonsense. */
import { keccak256, stringToHex } from 'viem'
import type { Fetch } from '../../../oracle/exchange/pull.ts'
import type { Member } from './member.ts'
import { portOf } from './world.ts'

export type PeerFault = 'refused' | 'nothing' | 'garbage' | 'huge' | 'status 500' | 'false commitment'

/** @param fault asked at every request. */
export function reach(members: readonly Member[], fault: (url: URL) => PeerFault | undefined): Fetch {
  return async (url) => {
    const peer = members.find(({ seat }) => portOf(seat) === Number(url.port))
    const what = fault(url)
    if (what === 'nothing') return new Promise(() => undefined)
    if (what === 'garbage') return new Response('\u0000[{"')
    if (what === 'huge') return new Response('x'.repeat(200_000))
    if (what === 'status 500') return new Response('busy', { status: 500 })
    const server = peer?.server
    if (what === 'refused' || server === undefined) throw refused()
    const answer = await server.inject({ method: 'GET', url: `${url.pathname}${url.search}` })
    if (peer?.isRunning !== true) throw refused()
    if (what === 'false commitment' && answer.statusCode === 200) {
      const said = answer.json<{ commitment: string }>()
      return Response.json({ ...said, commitment: keccak256(stringToHex(said.commitment)) })
    }
    return new Response(new Uint8Array(answer.rawPayload), { status: answer.statusCode })
  }
}

function refused(): Error {
  return Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
}
