import type { Turn } from '../../domain/turn.ts';
import { eventStream } from '../../http/event-stream.ts';
import type { SignedCall } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';
import { encodeTurn } from './encoder.ts';
import { beginning, type PlaceInStream } from './place-in-stream.ts';

type AnyCall = Pick<SignedCall<unknown, unknown, unknown>, 'principal' | 'reader'>;

/** The turn as a UI message stream, from the place where the reader stands to its end. */
export const turnStream = async (
  { turns }: HttpServices,
  { principal, reader: openReader }: AnyCall,
  { turn, from = beginning }: { turn: Pick<Turn, 'id'>; from?: PlaceInStream },
): Promise<Response> => {
  const reader = openReader();
  const after = from === beginning ? null : { seq: from.seq, offset: from.offset };
  const { signal } = reader;
  const events = await turns
    .events({ principal, turnId: turn.id, signal }, after)
    .catch((error) => {
      reader.close();
      throw error;
    });
  const response = eventStream(encodeTurn(events, turn.id, from), reader);
  response.headers.set('x-vercel-ai-ui-message-stream', 'v1');
  return response;
};
