import { mock } from 'node:test'
import { expect } from 'chai'
import { putByBrowser } from '../../../web/views/claim/putByBrowser.ts'

/** A browser's request, whose server is the test. */
class FakeRequest {
  static readonly HEADERS_RECEIVED = 2
  static last: FakeRequest
  readyState = 0
  status = 0
  responseText = ''
  aborted = false
  readonly upload: { onprogress?: (event: { loaded: number }) => void } = {}
  onreadystatechange = (): void => undefined
  onprogress = (): void => undefined
  onload = (): void => undefined
  onerror = (): void => undefined
  onabort = (): void => undefined
  constructor() {
    FakeRequest.last = this
  }
  open(): void {
    this.readyState = 1
  }
  setRequestHeader(): void {
    expect(this.readyState, 'headers come after opening').to.equal(1)
  }
  send(): void {
    expect(this.readyState, 'is sent once it is open').to.equal(1)
  }
  abort(): void {
    this.aborted = true
    this.onabort()
  }
  begins(status: number): void {
    this.status = status
    this.readyState = FakeRequest.HEADERS_RECEIVED
    this.onreadystatechange()
  }
  says(text: string): void {
    this.readyState = 3
    this.responseText += text
    this.onreadystatechange()
    this.onprogress()
  }
}

describe('page, claim: what a member’s server answers', () => {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'XMLHttpRequest')
  const put = () => {
    const answer = putByBrowser(new URL('https://member.example'), { a: 'b' }, new Blob(['sealed']), () => undefined)
    return { answer, request: FakeRequest.last }
  }
  beforeEach(() => {
    Object.defineProperty(globalThis, 'XMLHttpRequest', { configurable: true, value: FakeRequest })
    mock.timers.enable({ apis: ['setTimeout'] })
  })
  afterEach(() => {
    mock.timers.reset()
    if (before === undefined) Reflect.deleteProperty(globalThis, 'XMLHttpRequest')
    else Object.defineProperty(globalThis, 'XMLHttpRequest', before)
  })

  it('is its status and its words', async () => {
    const { answer, request } = put()
    request.begins(409)
    request.says('{"error":"other bytes"}')
    request.onload()
    expect(await answer).to.deep.equal({ status: 409, body: '{"error":"other bytes"}' })
    expect(request.aborted, 'cut').to.equal(false)
  })

  it('is cut where it is long', async () => {
    const { answer, request } = put()
    request.begins(503)
    request.says('y'.repeat(9_000))
    expect(request.aborted, 'cut already').to.equal(false)
    request.says('y'.repeat(9_000))
    expect(request.aborted, 'cut').to.equal(true)
    expect(await answer).to.deep.equal({ status: 503, body: 'y'.repeat(10_000) })
  })

  it('is not waited for without end once it has begun', async () => {
    const { answer, request } = put()
    request.begins(201)
    mock.timers.tick(5_000)
    request.says('one word')
    expect(request.aborted, 'cut already').to.equal(false)
    mock.timers.tick(5_000)
    expect(request.aborted, 'cut').to.equal(true)
    expect(await answer).to.deep.equal({ status: 201, body: 'one word' })
  })

  it('is what was answered, though it came before all was sent and never ends', async () => {
    const { answer, request } = put()
    request.begins(413)
    mock.timers.tick(9_000)
    request.upload.onprogress?.({ loaded: 3 })
    mock.timers.tick(1_000)
    expect(request.aborted, 'cut').to.equal(true)
    expect(await answer).to.deep.equal({ status: 413, body: '' })
  })

  it('is not waited for where nothing more is taken and no answer begins', async () => {
    const { answer, request } = put()
    mock.timers.tick(59_000)
    request.upload.onprogress?.({ loaded: 3 })
    mock.timers.tick(59_000)
    expect(request.aborted, 'while it goes on').to.equal(false)
    mock.timers.tick(1_000)
    expect(request.aborted, 'cut').to.equal(true)
    expect(await answer).to.equal('silent')
  })

  it('is none where the server cannot be reached', async () => {
    const { answer, request } = put()
    request.onerror()
    expect(await answer.catch((error: unknown) => error)).to.be.instanceOf(Error)
  })
})
