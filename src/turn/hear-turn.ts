import { isDeepStrictEqual } from 'node:util';
import { withholdFrom } from '../conversations/readable.ts';
import { textOf, type Message } from '../domain/message.ts';
import type { Principal } from '../domain/principal.ts';
import { Problem } from '../domain/problem.ts';
import { isTerminal, type Turn } from '../domain/turn.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { demandHearing, HEARD_MS } from './demand-hearing.ts';
import { replay } from './replay.ts';
import type { TurnContext, TurnServices } from './turn-context.ts';
import { isLast, type LoggedEvent, type ReadingPoint, type TurnEvent } from './turn-event.ts';

type Failure = Extract<TurnEvent, { type: 'turn-failure' }>;
/** When rights were looked at, and what readers are told then; null: they may hear more. */
type Look = { at: number; refusal: Promise<Failure | null> };

export type Hearing = {
  principal: Principal;
  turn: Turn;
  stores: TenantStores;
  signal: AbortSignal;
};

const missing = (): Problem => new Problem('not-found', 'There is no such turn.');

/**
 * The events of a turn for one reader. Of one that has ended it gets what it may read now; and at the latest half a
 * second after what a turn rests on was taken away it gets nothing more, though it be logged and waits to be fetched.
 */
export const hearTurn = (
  services: TurnServices,
  running: (turnId: string) => TurnContext | undefined,
) => {
  const { log } = services;
  const looks = new Map<string, Look>();

  const messageOf = async ({ principal, turn, stores }: Hearing): Promise<Message> => {
    const message = await stores.conversations.message(turn.assistantMessageId, principal.id);
    if (!message) throw missing();
    return message;
  };

  const refusalOf = async (hearing: Hearing): Promise<Failure | null> => {
    const message = await messageOf(hearing);
    const passages = running(hearing.turn.id)?.retrieval.passages ?? message.sources;
    const versionIds = passages.map(({ versionId }) => versionId);
    try {
      await demandHearing({ ...hearing, versionIds }, services);
      return null;
    } catch (thrown) {
      if (!(thrown instanceof Problem && thrown.code === 'forbidden')) throw thrown;
      const storedLength = textOf(message).length;
      return { type: 'turn-failure', problem: thrown.details, storedLength };
    }
  };

  /** One look serves all readers of a turn: they are its asker. */
  const look = (hearing: Hearing): Promise<Failure | null> => {
    const { id } = hearing.turn;
    const now = Date.now();
    const isOld = ({ at }: Look): boolean => now - at >= HEARD_MS;
    const known = looks.get(id);
    if (known && !isOld(known)) return known.refusal;
    for (const [turnId, one] of looks) if (isOld(one)) looks.delete(turnId);
    const refusal = refusalOf(hearing);
    looks.set(id, { at: now, refusal });
    return refusal;
  };

  return async (
    hearing: Hearing,
    after: ReadingPoint | null,
  ): Promise<AsyncIterable<LoggedEvent>> => {
    const { principal, turn, stores, signal } = hearing;
    const live = log.read({ tenant: principal.tenant, turnId: turn.id }, after?.seq ?? 0, signal);
    looks.delete(turn.id); // who comes now is looked at now
    if (!isTerminal(turn.state)) {
      if (!live) throw writtenElsewhere();
      return whileHeard(live, () => look(hearing));
    }
    const message = await messageOf(hearing);
    const [shown = message] = await withholdFrom([message], principal, stores.documents);
    if (!isDeepStrictEqual(shown, message)) return replay(turn, shown, after);
    return whileHeard(live ?? replay(turn, message, after), () => look(hearing));
  };
};

const writtenElsewhere = (): Problem =>
  new Problem('busy', 'The answer is being written by another server.', { retryAfter: 2 });

/** The last event is told as it is: it says nothing of any document. */
async function* whileHeard(
  events: AsyncIterable<LoggedEvent>,
  refusalNow: () => Look['refusal'],
): AsyncGenerator<LoggedEvent> {
  for await (const logged of events) {
    const refusal = isLast(logged.event) ? null : await refusalNow();
    yield refusal ? { seq: logged.seq, event: refusal } : logged;
    if (refusal) return;
  }
}
