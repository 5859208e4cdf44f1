import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { why, type VectorStateView, type WhyView } from '../src/contracts/retrieval.ts';
import { FAKE_DIMENSIONS } from '../testing/fake-upstream/embeddings.ts';
import { startFakeUpstream, type FakeUpstream } from '../testing/fake-upstream.ts';
import { textOfMessage, type FakeChatRequest } from '../testing/fake-upstream/request-check.ts';
import { ofType, type Chunk } from '../testing/read-chunks.ts';
import { readJson } from '../testing/read-json.ts';
import { uploadReady } from '../testing/ready-documents.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

/** Every answer can say what was searched, what came up, what was left out and why, to who may read it. */
let upstream: FakeUpstream;
let server: TestServer;
let person: TestPerson;
let folder: string;
const documents = new Map<string, string>();

const COUNT = 12;

const upload = async (
  name: string,
  text: string,
  metadata: Record<string, string> = {},
): Promise<void> => {
  documents.set(name, (await uploadReady(person, { name, text, metadata })).id);
};
/** What is remembered of a search goes when vectors come. */
const untilEmbedded = async (): Promise<void> => {
  for (;;) {
    const { served, building } = await person.json<VectorStateView>('/api/v1/vectors');
    if (!building && served?.passages === documents.size) return;
    await pause(20);
  }
};

/** What kind of small task a request is; null: it is the answer. */
const taskOf = (request: FakeChatRequest): 'rewrite' | 'rerank' | null => {
  const system = textOfMessage(request.messages[0] ?? { role: 'user', content: '' });
  if (system.startsWith('You turn the last question')) return 'rewrite';
  return system.startsWith('You put passages in the order') ? 'rerank' : null;
};
let small: { rewrite: string; rerank: string };

beforeAll(async () => {
  upstream = await startFakeUpstream();
  folder = await mkdtemp(join(tmpdir(), 'docent-why-'));
  server = await startServer({
    folder,
    env: {
      OPENAI_BASE_URL: `${upstream.url}/v1`,
      OPENAI_API_KEY: 'key',
      DOCENT_MODEL: 'large',
      DOCENT_SMALL_MODEL: 'small',
      DOCENT_RERANK: 'model',
      DOCENT_ANSWER_CACHE: 'true',
      DOCENT_EMBEDDING_MODEL: 'meaning',
      DOCENT_EMBEDDING_DIMENSIONS: String(FAKE_DIMENSIONS),
    },
  });
  person = await server.person();
  for (let number = 1; number <= COUNT; number += 1)
    await upload(
      `rule-${number}.md`,
      `Rule ${number} about leave: employees of office ${number} have ${number + 20} days of leave.`,
      { document_type: number % 2 === 0 ? 'rule' : 'note' },
    );
});
beforeEach(async () => {
  await untilEmbedded();
  small = { rewrite: '', rerank: '' };
  upstream.calls.length = 0;
  upstream.script((request) => {
    const task = taskOf(request);
    return task ? { text: small[task] } : 'cited';
  });
});
afterAll(async () => {
  await server.close();
  await upstream.close();
  await rm(folder, { recursive: true, force: true });
  if (upstream.violations.length > 0) throw new Error(upstream.violations.join('\n'));
});

const messageIdOf = (chunks: readonly Chunk[]): string => ofType(chunks, 'start')[0]!.messageId;
const sourcesOf = (chunks: readonly Chunk[]) => ofType(chunks, 'data-sources')[0]!.data.sources;
const readWhy = async (chunks: readonly Chunk[], who = person): Promise<WhyView> =>
  readJson(why, await who.fetch(`/api/v1/messages/${messageIdOf(chunks)}/why`));
const newConversation = async (): Promise<string> =>
  (await person.json<{ id: string }>('/api/v1/conversations', { body: {} })).id;

test('candidates stand with their evidence, and what was left out says why', async () => {
  small.rerank = '3, 1, 2';
  const chunks = await person.ask('How many days of leave are there?');
  const found = await readWhy(chunks);
  const sources = sourcesOf(chunks);
  expect(found).toMatchObject({
    asked: 'How many days of leave are there?',
    searched: 'How many days of leave are there?',
    rewrittenBy: null,
    withheld: 0,
    space: `meaning:${FAKE_DIMENSIONS}`,
  });
  expect(found.candidates.length).toBeGreaterThan(sources.length);
  expect(found.candidates.flatMap(({ number }) => number ?? [])).toEqual(
    sources.map(({ number }) => number),
  );
  for (const [place, { start, end, documentId }] of sources.entries())
    expect(found.candidates[place]).toMatchObject({ start, end, documentId });
  expect(found.candidates.slice(sources.length).every(({ leftOut }) => leftOut !== null)).toBe(
    true,
  );
  const places = found.candidates.slice(0, 3).map(({ evidence }) => evidence?.fusedRank);
  expect(places).toEqual([3, 1, 2]);
  expect(found.terms.map(({ stem }) => stem)).toContain('leav');
  expect(found.calls.map(({ purpose, outcome }) => [purpose, outcome])).toEqual([
    ['embed', 'done'],
    ['rerank', 'done'],
  ]);
  expect(upstream.calls.map(({ body }) => body.model)).toEqual(['small', 'large']);
});

test('a follow-up is completed by the small model, and searched as it wrote it', async () => {
  const conversationId = await newConversation();
  await person.ask('How many days of leave has office 3?', { conversationId });
  small.rewrite = 'How many days of leave has office 7?';
  const chunks = await person.ask('And 7?', { conversationId });
  expect(ofType(chunks, 'data-question')[0]?.data).toEqual({
    question: small.rewrite,
    by: 'model',
  });
  expect(await readWhy(chunks)).toMatchObject({
    asked: 'And 7?',
    searched: small.rewrite,
    rewrittenBy: 'model',
  });
});

test.for(['', 'The weather is fine in all of the offices of Lisbon and Porto today, I am told.'])(
  'when it writes %j, the rules do it, and the order stays as it was found',
  async (written) => {
    const conversationId = await newConversation();
    await person.ask('How many days of leave are there for employees?', { conversationId });
    small = { rewrite: written, rerank: written };
    const chunks = await person.ask('and for contractors?', { conversationId });
    const found = await readWhy(chunks);
    expect(found.rewrittenBy).toBe('rules');
    expect(found.searched).toContain('leave');
    expect(found.calls.map(({ purpose, outcome }) => [purpose, outcome])).toEqual([
      ['rewrite', 'odd'],
      ['embed', 'done'],
      ['rerank', 'odd'],
    ]);
    expect(found.candidates.every(({ leftOut }) => leftOut !== 'model')).toBe(true);
    expect(found.candidates.every(({ evidence }) => evidence?.fusedRank === null)).toBe(true);
    expect(ofType(chunks, 'data-outcome')[0]?.data.outcome).toBe('completed');
  },
);

test('a small model that fails costs nothing but its help', async () => {
  const conversationId = await newConversation();
  await person.ask('How many days of leave are there?', { conversationId });
  upstream.script((request) => (taskOf(request) ? { status: 401 } : 'cited'));
  const chunks = await person.ask('and for contractors?', { conversationId });
  expect(ofType(chunks, 'data-outcome')[0]?.data.outcome).toBe('completed');
  const { calls } = await readWhy(chunks);
  expect(calls.filter(({ outcome }) => outcome === 'failed')).toHaveLength(2);
});

test('somebody else’s answer is not found, nor is a question, nor a message that is none', async () => {
  const chunks = await person.ask('How many days of leave are there?');
  const stranger = await server.person();
  const [start] = ofType(chunks, 'start');
  const paths = [messageIdOf(chunks), start!.messageMetadata.userMessageId, 'msg_none'];
  expect((await stranger.fetch(`/api/v1/messages/${paths[0]}/why`)).status).toBe(404);
  for (const id of paths.slice(1))
    expect((await person.fetch(`/api/v1/messages/${id}/why`)).status).toBe(404);
});

test('a filter restricts question and search, and is refused when it is none', async () => {
  const id = await newConversation();
  const response = await person.fetch(`/api/v1/conversations/${id}/turns`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'How many days of leave?', filter: { document_type: ['rule'] } }),
  });
  const stream = await response.text();
  const { sources } = JSON.parse(/data: (\{"type":"data-sources".*)/.exec(stream)![1]!).data;
  const rules = new Set(
    [...documents].flatMap(([name, each]) => (Number(/\d+/.exec(name)) % 2 === 0 ? [each] : [])),
  );
  expect(sources).toHaveLength(rules.size);
  expect(sources.every((source: { documentId: string }) => rules.has(source.documentId))).toBe(
    true,
  );
  const { messageMetadata } = JSON.parse(/data: (\{"type":"start".*)/.exec(stream)![1]!);
  const path = `/api/v1/turns/${messageMetadata.turnId}/regenerate`;
  const again = await (await person.fetch(path, { method: 'POST' })).text();
  expect(JSON.parse(/data: (\{"type":"data-sources".*)/.exec(again)![1]!).data).toEqual({
    sources,
  });
  const filter = encodeURIComponent('{"document_type":["note"]}');
  const found = await person.json<{
    hits: { documentId: string }[];
    facets: Record<string, { value: string; documents: number }[]>;
  }>(`/api/v1/search?q=leave&limit=50&filter=${filter}&facets=document_type`);
  expect(found.hits).toHaveLength(COUNT / 2);
  expect(found.hits.some(({ documentId }) => rules.has(documentId))).toBe(false);
  expect(found.facets['document_type']).toContainEqual({ value: 'note', documents: COUNT / 2 });
  for (const bad of ['filter=x', 'filter=[]', 'filter={"a":[]}', 'facets=', 'filter={"a":[1]}'])
    expect((await person.fetch(`/api/v1/search?q=leave&${bad}`)).status).toBe(400);
});

test('the same question is answered from memory: recorded, cited, without the model; not when regenerated', async () => {
  const question = 'How many days of leave has office 5?';
  const first = await person.ask(question);
  const second = await person.ask(question);
  const textOf = (chunks: readonly Chunk[]) =>
    ofType(chunks, 'text-delta')
      .map(({ delta }) => delta)
      .join('');
  expect(textOf(second)).toBe(textOf(first));
  expect(ofType(second, 'data-citation').map(({ data }) => data.quote)).toEqual(
    ofType(first, 'data-citation').map(({ data }) => data.quote),
  );
  expect(upstream.calls.filter(({ body }) => body.model === 'large')).toHaveLength(1);
  expect(await readWhy(first)).toMatchObject({ remembered: false, answerRemembered: false });
  expect(await readWhy(second)).toMatchObject({ remembered: true, answerRemembered: true });
  const [start] = ofType(second, 'start');
  await (
    await person.fetch(`/api/v1/turns/${start!.messageMetadata.turnId}/regenerate`, {
      method: 'POST',
    })
  ).text();
  expect(upstream.calls.filter(({ body }) => body.model === 'large')).toHaveLength(2);
});

test('what is remembered goes when its base changes, and no stranger gets it', async () => {
  const question = 'How many days of leave has office 99?';
  await person.ask(question);
  await upload('rule-99.md', 'Rule about leave: employees of office 99 have 99 days of leave.');
  const chunks = await person.ask(question);
  expect(await readWhy(chunks)).toMatchObject({ remembered: false, answerRemembered: false });
  expect(sourcesOf(chunks)[0]?.text).toContain('office 99');
  const elsewhere = await server.person({ tenant: 'other' });
  expect(sourcesOf(await elsewhere.ask(question))).toEqual([]);
});

test('candidates that may not be read any more are withheld, with the words that were theirs', async () => {
  await upload('secret.md', 'Leave of the board: zanzibar days of leave, kept secret.');
  const chunks = await person.ask('zanzibar leave');
  const id = documents.get('secret.md');
  const before = await readWhy(chunks);
  expect(before.candidates.some(({ documentId }) => documentId === id)).toBe(true);
  expect(before.withheld).toBe(0);
  const other = await server.person();
  await other.json(`/api/v1/documents/${id}`, {
    method: 'PATCH',
    body: { readers: [`user:${other.id}`] },
  });
  const after = await readWhy(chunks);
  expect(after.withheld).toBe(1);
  expect(JSON.stringify([after.candidates, after.terms[0]?.variants])).not.toContain('zanzibar');
  const again = await person.ask('zanzibar leave');
  expect(sourcesOf(again).some(({ documentId }) => documentId === id)).toBe(false);
});

test('a small model that hangs is waited for a moment, and then left alone', async () => {
  const conversationId = await newConversation();
  await person.ask('How many days of leave are there?', { conversationId });
  upstream.script((request) => (taskOf(request) ? { fault: 'silent' } : 'cited'));
  const chunks = await person.ask('and for contractors?', { conversationId });
  expect(ofType(chunks, 'data-outcome')[0]?.data.outcome).toBe('completed');
  const found = await readWhy(chunks);
  expect(found.rewrittenBy).toBe('rules');
  expect(found.calls.filter(({ outcome }) => outcome === 'late')).toHaveLength(2);
});
