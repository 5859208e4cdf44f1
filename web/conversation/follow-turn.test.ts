import { expect, test } from 'vitest';
import type { TurnChunk } from '../../src/contracts/turn.ts';
import { RequestProblem } from '../api/request.ts';
import { followTurn, type TurnWire } from './follow-turn.ts';

const words = 'Records are kept for seven years unless a lawful hold applies.'.split(/(?<= )/);
const start: TurnChunk = {
  type: 'start',
  messageId: 'm2',
  messageMetadata: { turnId: 't1', conversationId: 'c1', userMessageId: 'm1' },
};
const log: TurnChunk[] = [
  start,
  ...words.map((delta) => ({ type: 'text-delta' as const, id: 't', delta })),
];

const encoded = log.map((chunk, at) => `id: t1.${at}\ndata: ${JSON.stringify(chunk)}\n\n`).join('');

/** A connection that gives these bytes and then breaks, or ends as it should. */
const response = (text: string, breaks: boolean): Response =>
  new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(text));
      },
      pull(controller) {
        if (breaks) controller.error(new TypeError('network error'));
        else controller.close();
      },
    }),
  );

const rest = (lastEventId: string | null): string => {
  const from = lastEventId === null ? 0 : Number(lastEventId.split('.')[1]) + 1;
  return encoded
    .split(/(?<=\n\n)/)
    .slice(from)
    .join('');
};

const read = async (wire: TurnWire): Promise<{ text: string; states: string[] }> => {
  const states: string[] = [];
  let text = '';
  const following = {
    signal: new AbortController().signal,
    onConnection: (state: string) => states.push(state),
    wait: () => Promise.resolve(),
  };
  for await (const chunk of followTurn(wire, following))
    if (chunk.type === 'text-delta') text += chunk.delta;
  return { text, states };
};

test('whatever byte the connection breaks at, the text is whole and nothing is repeated', async () => {
  for (let cut = 0; cut <= encoded.length; cut += 1) {
    let calls = 0;
    const { text, states } = await read({
      begin: async () => {
        calls += 1;
        return response(
          calls === 1 ? encoded.slice(0, cut) : `${encoded}data: [DONE]\n\n`,
          calls === 1,
        );
      },
      resume: async (turnId, lastEventId) => {
        expect(turnId).toBe('t1');
        return response(`${rest(lastEventId)}data: [DONE]\n\n`, false);
      },
    });
    expect({ cut, text }).toEqual({ cut, text: words.join('') });
    expect(states).toContain('reconnecting');
  }
});

test('a lost question is sent again, with the same call', async () => {
  let calls = 0;
  const { text } = await read({
    begin: async () => {
      calls += 1;
      if (calls < 3) throw new TypeError('network error');
      return response(`${encoded}data: [DONE]\n\n`, false);
    },
    resume: () => Promise.reject(new Error('nothing to resume')),
  });
  expect({ calls, text }).toEqual({ calls: 3, text: words.join('') });
});

test('what the server refuses is not tried again', async () => {
  const refused = new RequestProblem(422, { detail: 'Another question had this key.' });
  const wire = { begin: () => Promise.reject(refused), resume: () => Promise.reject(refused) };
  await expect(read(wire)).rejects.toBe(refused);
});

test('a server that is starting again is waited for', async () => {
  let calls = 0;
  const { text } = await read({
    begin: async () => response(encoded.slice(0, 200), true),
    resume: async (_, lastEventId) => {
      calls += 1;
      if (calls < 3) throw new RequestProblem(503, {});
      return response(`${rest(lastEventId)}data: [DONE]\n\n`, false);
    },
  });
  expect(text).toBe(words.join(''));
});
