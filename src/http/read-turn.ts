import { isDeepStrictEqual } from 'node:util';
import { withholdFrom } from '../conversations/readable.ts';
import type { Principal } from '../domain/principal.ts';
import { isTerminal, type Turn } from '../domain/turn.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { replay } from '../turn/replay.ts';
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
    const stores = await tenants.open(principal.tenant);
    return { reader, events: (await withheldReplay(stores, principal, { turn, after })) ?? events };
  } catch (error) {
    reader.close();
    throw error;
  }
};

/** Of a turn that had ended when it was asked for: told anew where words of it may not be read any more. */
const withheldReplay = async (
  { conversations, documents }: TenantStores,
  principal: Principal,
  { turn: { id }, after }: { turn: Pick<Turn, 'id'>; after: ReadingPoint | null },
): Promise<AsyncIterable<LoggedEvent> | null> => {
  const turn = await conversations.turn(id, principal.id);
  const message = turn && (await conversations.message(turn.assistantMessageId, principal.id));
  if (!message) return null;
  const [shown] = await withholdFrom([message], principal, documents);
  return !shown || isDeepStrictEqual(shown, message) ? null : replay(turn, shown, after);
};
