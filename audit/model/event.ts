import type { EventName, LodestoneEvent } from '../../sdk/events/event.ts'
import type { Place } from '../finding.ts'

/** An event of this name, with its place and time. */
export type Event<N extends EventName> = LodestoneEvent<N> & Place
