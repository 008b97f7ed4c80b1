import type { Put } from './handIn.ts'

/** Browsers tell how far an upload is only in this way. */
export const putByBrowser: Put = (url, headers, body, progress) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PUT', url)
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded }) => {
      progress(loaded)
    }
    request.onload = () => {
      resolve({ status: request.status, body: request.responseText })
    }
    request.onerror =
      request.onabort =
      request.ontimeout =
        () => {
          reject(new Error('no answer'))
        }
    request.send(body)
  })
