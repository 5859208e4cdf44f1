import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFollowUps, type FollowUp } from '../testing/examples.ts';
import { ofType, type Chunk } from '../testing/read-chunks.ts';
import { namesOfDocuments } from '../testing/ready-documents.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

/** A question that leans on those before it finds the passage that answers, without a model. */
let server: TestServer;
let person: TestPerson;
let names: Map<string, string>;
const rows = readFollowUps();
const FOUND = 0.85;
const PASSAGES = 5;

beforeAll(async () => {
  server = await startServer({
    env: { DOCENT_LOG_LEVEL: 'warn' },
    serves: ['examples/documents'],
  });
  person = await server.person();
  names = await namesOfDocuments(person, 8);
});
afterAll(async () => server.close());

/** The chunks of the last question. */
const converse = async ({ before, question }: Pick<FollowUp, 'before' | 'question'>) => {
  const { id: conversationId } = await person.json<{ id: string }>('/api/v1/conversations', {
    body: {},
  });
  for (const asked of before) await person.ask(asked, { conversationId });
  return person.ask(question, { conversationId });
};

const isFound = (chunks: readonly Chunk[], { document, expected }: FollowUp): boolean =>
  ofType(chunks, 'data-sources')
    .flatMap(({ data }) => data.sources)
    .slice(0, PASSAGES)
    .some(({ text, documentId }) => text.includes(expected) && names.get(documentId) === document);

const questionOf = (chunks: readonly Chunk[]) =>
  ofType(chunks, 'data-question').map(({ data }) => data);

test('what was meant is shown, and who said so', async () => {
  const chunks = await converse({
    before: ['How many days of annual leave do I have?'],
    question: 'and as an intern?',
  });
  const question = 'How many days of annual leave do I have as an intern?';
  expect(questionOf(chunks)).toEqual([{ question, by: 'rules' }]);
});

test('a question of its own is not changed by those before it', async () => {
  const chunks = await converse({
    before: ['How many days of annual leave do I have?'],
    question: 'Who looks after the security of TideBoard on Sundays?',
  });
  expect(questionOf(chunks)).toEqual([]);
});

test(`of ${rows.length} follow-ups at least ${FOUND * 100} in a hundred find the passage that answers`, async () => {
  const missed: string[] = [];
  for (const row of rows)
    if (!isFound(await converse(row), row)) missed.push(`${row.before.join(' ')} ${row.question}`);
  const tooMany = missed.slice(Math.floor(rows.length * (1 - FOUND)));
  expect(tooMany).toEqual([]);
});
