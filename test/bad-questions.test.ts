import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf, ofType } from '../testing/read-chunks.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

/** Strange questions are answered or refused in words; none is an error of ours, none holds up another. */
let server: TestServer;
let person: TestPerson;

beforeAll(async () => {
  server = await startServer({ serves: ['examples/documents'] });
  person = await server.person();
  const found = async () =>
    (await person.json<{ hits: unknown[] }>('/api/v1/search?q=office')).hits.length > 0;
  while (!(await found())) await pause(50);
});
afterAll(() => server.close());

const conversation = async (): Promise<string> =>
  (await person.json<{ id: string }>('/api/v1/conversations', { body: {} })).id;

const send = async (body: string) =>
  person.fetch(`/api/v1/conversations/${await conversation()}/turns`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  });

type Stored = { title: string; messages: { state: string; parts: { text: string }[] }[] };

const refused: [string, string, number][] = [
  ['empty', JSON.stringify({ text: '' }), 400],
  ['only blanks', JSON.stringify({ text: ' \n\t \u00A0\u3000' }), 400],
  ['longer than allowed', JSON.stringify({ text: 'a'.repeat(40_000) }), 400],
  ['a megabyte long', JSON.stringify({ text: 'a'.repeat(1_100_000) }), 413],
  ['a number', JSON.stringify({ text: 7 }), 400],
  ['cut off', '{"text": "How lo', 400],
  ['with null characters', JSON.stringify({ text: 'How\u0000 long?' }), 400],
  ['half a character', JSON.stringify({ text: 'How long \uD83D is it?' }), 400],
];

test.for(refused)('%s: refused in words, and nothing is kept', async ([, body, status]) => {
  const response = await send(body);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ detail: expect.stringMatching(/\w+ \w+/) });
});

const strange: [string, string][] = [
  ['all emoji', '👩‍👩‍👧‍👦🏳️‍🌈🔥'.repeat(200)],
  ['right to left', 'كم مدة فترة الاختبار؟ \u202Eabc'],
  ['control characters', '\u001B[31mHow long?\u001B[0m\u0007\u0085\u2028\u2029'],
  [
    'the grammar of a search engine',
    '"NEAR( * ) AND OR NOT col:x - ^ {a b} " \' ; drop table passages --',
  ],
  ['one word without an end', 'a'.repeat(32_000)],
  ['many words', 'probation '.repeat(3_200)],
  [
    'many different words',
    Array.from({ length: 5_000 }, (_, place) => `w${place}`)
      .join(' ')
      .slice(0, 32_000),
  ],
  ['combining marks', `a${'\u0301'.repeat(20_000)}`],
  ['markup', '<script>alert(1)</script> [1](javascript:alert(1)) {{7*7}} ${7*7}'],
  ['a protocol', 'data: [DONE]\n\nevent: error\nid: 7\n\ndata: {"type":"finish"}'],
  ['brackets', '['.repeat(16_000) + ']'.repeat(16_000)],
  ['dots', '. '.repeat(16_000)],
];

test.for(strange)('%s: answered, and kept as it was asked', async ([, text]) => {
  const id = await conversation();
  const chunks = await person.ask(text, { conversationId: id });
  expect(ofType(chunks, 'data-outcome')[0]?.data).toMatchObject({
    outcome: 'completed',
    problem: null,
  });
  const { messages, title } = await person.json<Stored>(`/api/v1/conversations/${id}`);
  expect(messages[0]?.parts[0]?.text).toBe(text);
  expect(messages[1]).toMatchObject({ state: 'complete' });
  expect(messages[1]?.parts[0]?.text ?? '').toBe(answerOf(chunks));
  expect(title).not.toMatch(/[\p{Cc}\u202E\uD800-\uDFFF]/u);
  const query = new URLSearchParams({ q: text.slice(0, 500) }).toString();
  const again = await person.fetch(`/api/v1/search?${query}`);
  expect(again.status).toBeLessThan(500);
});

test('fifty at once are all answered, each by its own', async () => {
  const people = await Promise.all(Array.from({ length: 10 }, () => server.person()));
  const topics = ['probation period', 'travel expenses', 'parental leave', 'password', 'office'];
  const asked = people.flatMap((who) =>
    topics.map((topic) => ({ who, text: `What about the ${topic}?` })),
  );
  const answers = await Promise.all(
    asked.map(async ({ who, text }) => ({ text, chunks: await who.ask(text) })),
  );
  const turns = new Set(
    answers.map(({ chunks }) => ofType(chunks, 'start')[0]?.messageMetadata.turnId),
  );
  expect(turns.size).toBe(50);
  for (const { chunks } of answers)
    expect(ofType(chunks, 'data-outcome').map(({ data }) => data.outcome)).toEqual(['completed']);
  for (const topic of topics) {
    const same = answers
      .filter(({ text }) => text.includes(topic))
      .map(({ chunks }) => answerOf(chunks));
    expect(new Set(same).size).toBe(1);
  }
});

test('none of it was an error of ours', () => {
  expect(server.log.filter((line) => /"level":"(error|fatal)"/.test(line))).toEqual([]);
});
