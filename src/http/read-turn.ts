import { withholdFrom } from '../conversations/readable.ts';
import type { Principal } from '../domain/principal.ts';
import { isTerminal, type Turn } from '../domain/turn.ts';
import type { DocumentRegister } from '../ports/document-register.ts';
import type { LoggedEvent, ReadingPoint } from '../turn/turn-event.ts';
import type { Reader } from './event-stream.ts';
import type { SignedCall } from './route.ts';
import type { HttpServices } from './services.ts';

/**
 * The events of a turn for one reader, who is let go when they cannot be had. Of a turn that had ended before, the
 * reader gets what it may read now.
 */
export const readTurn = async (
  { turns, tenants }: Pick<HttpServices, 'turns' | 'tenants'>,
  {
    principal,
    reader: openReader,
  }: Pick<SignedCall<unknown, unknown, unknown>, 'principal' | 'reader'>,
  { turn, after = null }: { turn: Pick<Turn, 'id' | 'state'>; after?: ReadingPoint | null },
): Promise<{ reader: Reader; events: AsyncIterable<LoggedEvent> }> => {
  const reader = openReader();
  try {
    const { signal } = reader;
    const events = await turns.events({ principal, turnId: turn.id, signal }, after);
    if (!isTerminal(turn.state)) return { reader, events };
    const { documents } = await tenants.open(principal.tenant);
    return { reader, events: withheldEvents(events, principal, documents) };
  } catch (error) {
    reader.close();
    throw error;
  }
};

/** The events of a turn that had ended when they were asked for: what may not be read any more is left out. */
async function* withheldEvents(
  events: AsyncIterable<LoggedEvent>,
  principal: Principal,
  register: DocumentRegister,
): AsyncGenerator<LoggedEvent> {
  for await (const { seq, event } of events) {
    if (event.type === 'passages-found') {
      const said = [{ citations: [], sources: event.passages }];
      const [kept] = await withholdFrom(said, principal, register);
      yield { seq, event: { ...event, passages: kept?.sources ?? [] } };
    } else if (event.type === 'citation-found') {
      const said = [{ citations: [event.citation], sources: [] }];
      const [kept] = await withholdFrom(said, principal, register);
      yield { seq, event: { ...event, citation: kept?.citations[0] ?? event.citation } };
    } else {
      yield { seq, event };
    }
  }
}
