import type { Turn } from '../../domain/turn.ts';
import { eventStream } from '../../http/event-stream.ts';
import { readTurn } from '../../http/read-turn.ts';
import type { SignedCall } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';
import { encodeTurn } from './encoder.ts';
import { beginning, type PlaceInStream } from './place-in-stream.ts';

type AnyCall = Pick<SignedCall<unknown, unknown, unknown>, 'principal' | 'reader'>;
type Wanted = { turn: Pick<Turn, 'id'>; from?: PlaceInStream };

/** The turn as a UI message stream, from the place where the reader stands to its end. */
export const turnStream = async (
  services: HttpServices,
  call: AnyCall,
  { turn, from = beginning }: Wanted,
): Promise<Response> => {
  const after = from === beginning ? null : { seq: from.seq, offset: from.offset };
  const { reader, events } = await readTurn(services, call, { turn, after });
  const response = eventStream(encodeTurn(events, turn.id, from), reader);
  response.headers.set('x-vercel-ai-ui-message-stream', 'v1');
  return response;
};
