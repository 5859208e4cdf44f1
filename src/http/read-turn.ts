import type { Turn } from '../domain/turn.ts';
import type { LoggedEvent, ReadingPoint } from '../turn/turn-event.ts';
import type { Reader } from './event-stream.ts';
import type { SignedCall } from './route.ts';
import type { HttpServices } from './services.ts';

/** The events of a turn for one reader, who is let go when they cannot be had. */
export const readTurn = async (
  { turns }: Pick<HttpServices, 'turns'>,
  {
    principal,
    reader: openReader,
  }: Pick<SignedCall<unknown, unknown, unknown>, 'principal' | 'reader'>,
  { turn, after = null }: { turn: Pick<Turn, 'id'>; after?: ReadingPoint | null },
): Promise<{ reader: Reader; events: AsyncIterable<LoggedEvent> }> => {
  const reader = openReader();
  try {
    const { signal } = reader;
    const events = await turns.events({ principal, turnId: turn.id, signal }, after);
    return { reader, events };
  } catch (error) {
    reader.close();
    throw error;
  }
};
