import type { Answer, Put } from './handIn.ts'

/** Characters of an answer that are read: a stranger writes it, and a reason is short. */
const MOST = 10_000
/** Milliseconds for the rest of an answer that has begun: who never ends it must not keep the bundle from the others. */
const PATIENCE = 10_000
/** Milliseconds in which nothing of the bundle was taken and no answer begun, after which none is expected. */
const SILENCE = 60_000

/** Browsers tell how far an upload is only in this way. */
export const putByBrowser: Put = (url, headers, body, progress) =>
  new Promise<Answer | 'silent'>((resolve, reject) => {
    const request = new XMLHttpRequest()
    let timer: ReturnType<typeof setTimeout> | undefined
    /** Begins to wait anew. */
    const within = (milliseconds: number, otherwise: () => void): void => {
      clearTimeout(timer)
      timer = setTimeout(otherwise, milliseconds)
    }
    const giveUp = (): void => {
      resolve('silent')
      request.abort()
    }
    const answered = (): void => {
      clearTimeout(timer)
      resolve({ status: request.status, body: request.responseText.slice(0, MOST) })
    }
    /** The status says all: what more comes is not waited for. */
    const cut = (): void => {
      answered()
      request.abort()
    }
    request.open('PUT', url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded }) => {
      progress(loaded)
      // Who answers before all is sent has begun to answer: what is still sent puts off nothing.
      if (request.readyState < XMLHttpRequest.HEADERS_RECEIVED) within(SILENCE, giveUp)
    }
    request.onreadystatechange = () => {
      if (request.readyState === XMLHttpRequest.HEADERS_RECEIVED) within(PATIENCE, cut)
    }
    request.onprogress = () => {
      if (request.responseText.length > MOST) cut()
    }
    request.onload = answered
    request.onerror =
      request.onabort =
      request.ontimeout =
        () => {
          clearTimeout(timer)
          reject(new Error('no answer'))
        }
    request.send(body)
    within(SILENCE, giveUp)
  })
