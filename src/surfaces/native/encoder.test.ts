import { expect, test } from 'vitest';
import type { TurnEvent } from '../../turn/turn-event.ts';
import { encodeTurn } from './encoder.ts';
import { beginning, readEventId } from './place-in-stream.ts';

const turnId = 'trn_1';
const usage = {
  promptTokens: 3,
  completionTokens: 4,
  cachedTokens: 0,
  estimated: true,
  costUsd: null,
};
const passage = {
  passageId: 'p1',
  documentId: 'doc_1',
  versionId: 'ver_1',
  baseId: 'default',
  title: 'Leave',
  headings: ['Holidays'],
  page: 2,
  start: 0,
  end: 8,
  text: '25 days.',
  score: 1,
};
const citation = {
  kind: 'placed' as const,
  id: 'cit_1',
  offset: 8,
  passageNumber: 1,
  quote: '25 days.',
  ...passage,
};
const turn: TurnEvent[] = [
  {
    type: 'turn-start',
    turnId,
    conversationId: 'cnv_1',
    userMessageId: 'msg_1',
    assistantMessageId: 'msg_2',
    createdAt: 1,
  },
  { type: 'title-made', title: 'Leave' },
  { type: 'passages-found', passages: [passage] },
  { type: 'answer-start', kind: 'generated', model: 'small' },
  { type: 'reasoning-delta', text: 'let me ' },
  { type: 'reasoning-delta', text: 'see' },
  { type: 'answer-delta', offset: 0, text: '25 ' },
  { type: 'answer-delta', offset: 3, text: 'days.\n\nevent: evil\ndata: x\r\u2028' },
  { type: 'citation-found', citation },
  { type: 'answer-end', finishReason: 'length', length: 32, abstained: false },
  { type: 'usage', ...usage },
  { type: 'turn-end', outcome: 'completed', messageId: 'msg_2' },
];

async function* from(events: TurnEvent[], after = 0) {
  for (const [at, event] of events.entries()) {
    if (at + 1 > after) yield { seq: at + 1, event };
  }
}
const encode = async (events: TurnEvent[], lastEventId?: string): Promise<string[]> => {
  const place = lastEventId === undefined ? beginning : readEventId(lastEventId, turnId);
  const frames: string[] = [];
  for await (const text of encodeTurn(from(events, place.seq), turnId, place)) {
    frames.push(...text.split(/(?<=\n\n)/));
  }
  return frames;
};
const idOf = (text: string): string | undefined => /^id: (.*)$/m.exec(text)?.[1];
const types = (frames: string[]): string[] =>
  frames.flatMap((text) => /"type":"([^"]+)"/.exec(text)?.[1] ?? []);

const failed: TurnEvent[] = [
  ...turn.slice(0, 8),
  {
    type: 'turn-failure',
    storedLength: 3,
    problem: { code: 'interrupted', title: 'x', detail: 'The server stopped.', retryable: true },
  },
];

test.for([
  ['completed', turn],
  ['failed', failed],
] as const)(
  'what follows any event id, and what came before it, is the whole: %s',
  async ([, events]) => {
    const whole = await encode([...events]);
    const cuts = whole.flatMap((text, at) => (idOf(text) === undefined ? [] : [at]));
    expect(cuts.length).toBeGreaterThan(events.length - 2);
    for (const cut of cuts) {
      const resumed = await encode([...events], idOf(whole[cut] ?? ''));
      expect([...whole.slice(0, cut + 1), ...resumed]).toEqual(whole);
    }
  },
);

test('every part is opened once, closed once, in order', async () => {
  const seen = types(await encode(turn)).filter((type) => /^(text|reasoning)-/.test(type));
  expect(seen).toEqual([
    'reasoning-start',
    'reasoning-delta',
    'reasoning-delta',
    'reasoning-end',
    'text-start',
    'text-delta',
    'text-delta',
    'text-end',
  ]);
});

test('text of a model cannot make an event of its own', async () => {
  const lines = (await encode(turn)).join('').split(/\r\n|\r|\n/);
  expect(lines.filter((line) => line !== '' && !/^(data: [{[]|id: trn_1\.)/.test(line))).toEqual(
    [],
  );
});

test('a stopped turn says so, a failed one closes what was open', async () => {
  const stopped: TurnEvent[] = [
    ...turn.slice(0, 7),
    { type: 'answer-end', finishReason: 'stopped', length: 3, abstained: false },
    { type: 'turn-end', outcome: 'stopped', messageId: 'msg_2' },
  ];
  expect(types(await encode(stopped)).slice(-4)).toEqual([
    'text-end',
    'data-outcome',
    'abort',
    'finish',
  ]);
  expect(types(await encode(failed)).slice(-4)).toEqual([
    'text-end',
    'data-outcome',
    'error',
    'finish',
  ]);
});

test.for(['', 'trn_2.1.0', 'trn_1.x.0', 'trn_1.1.0.z', 'trn_1.1', `trn_1.${'9'.repeat(20)}.0`])(
  'an id that is not of this stream is refused: %s',
  (id) => {
    expect(() => readEventId(id, turnId)).toThrow('Last-Event-ID');
  },
);
