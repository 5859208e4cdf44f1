import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { answerOf, ofType, readChunks, type Chunk } from '../testing/read-chunks.ts';
import { uploadReady } from '../testing/ready-documents.ts';
import type { TestPerson } from '../testing/start-server.ts';
import { startWithModel, type ServerWithModel } from '../testing/start-with-model.ts';

/** Law 7 also while an answer is being written: whoever may not read its documents any more hears no more of them. */
const WORDS = 2_000;
const GROUP = 'finance';

let started: ServerWithModel;
let admin: TestPerson;
let member: TestPerson;
let me: string;
let baseId: string;
let documentId: string;

const account = async (name: string) => {
  const known = await started.server.docent.accounts.accounts(member.tenant);
  return known.find((each) => each.name === name)?.id ?? '';
};
const change = async (path: string, body: object): Promise<unknown> =>
  admin.json(path, { method: 'PATCH', body });

beforeAll(async () => {
  started = await startWithModel();
  admin = started.person;
  member = await started.server.person({ role: 'member', name: 'Mia' });
  me = (await admin.json<{ id: string }>('/api/v1/me')).id;
});
afterAll(() => started.close());

beforeEach(async () => {
  const text = Array.from({ length: WORDS }, (_, at) => `w${at} `);
  started.upstream.script([{ text, delayMs: 20 }]);
  await started.server.docent.accounts.updateAccount(member.tenant, await account('Mia'), {
    groups: [GROUP],
    disabled: false,
  });
  baseId = (await admin.json<{ id: string }>('/api/v1/bases', { body: { name: 'Pay' } })).id;
  const name = 'bands.md';
  documentId = (await uploadReady(admin, { name, baseId, text: 'Band 7 earns 90,000 euros.' })).id;
});

/** An answer that rests on the document, some of it heard. */
const asked = async () => {
  const { id } = await member.json<{ id: string }>('/api/v1/conversations', {
    body: { baseIds: [baseId] },
  });
  const response = await member.fetch(`/api/v1/conversations/${id}/turns`, {
    method: 'POST',
    body: JSON.stringify({ text: 'What does band 7 earn?' }),
    headers: { 'content-type': 'application/json' },
  });
  const stream = readChunks(response);
  const heard: Chunk[] = [];
  while (!heard.some(({ type }) => type === 'text-delta')) {
    const { value } = await stream.next();
    if (value) heard.push(value);
  }
  expect(JSON.stringify(ofType(heard, 'data-sources'))).toContain(documentId);
  return { id, heard, rest: () => Array.fromAsync(stream) };
};

const withdrawals: Record<string, () => Promise<unknown>> = {
  'the document': () => change(`/api/v1/documents/${documentId}`, { readers: [`user:${me}`] }),
  'the base': () => change(`/api/v1/bases/${baseId}`, { readers: [`user:${me}`] }),
  'the base of a document with readers of its own': () => withdrawals['the base']!(),
  'a group': async () => {
    await started.server.docent.accounts.updateAccount(member.tenant, await account('Mia'), {
      groups: [],
    });
  },
  'the account': async () => {
    await started.server.docent.accounts.updateAccount(member.tenant, await account('Mia'), {
      disabled: true,
    });
  },
};

test.for(Object.entries(withdrawals))(
  'taking away %s ends the answer that rests on it, for its readers and at the model',
  async ([what, withdraw]) => {
    const readers = what === 'a group' ? [`user:${me}`, `group:${GROUP}`] : ['everyone'];
    await change(`/api/v1/bases/${baseId}`, { readers });
    if (what.endsWith('of its own'))
      await change(`/api/v1/documents/${documentId}`, { readers: ['everyone', `user:${me}`] });
    const { heard, rest } = await asked();
    await withdraw();
    const chunks = [...heard, ...(await rest())];
    expect(ofType(chunks, 'data-outcome')[0]?.data).toMatchObject({
      outcome: 'failed',
      problem: { code: 'forbidden', retryable: false },
    });
    expect(answerOf(chunks)).not.toContain(`w${WORDS - 1}`);
    while (started.upstream.calls.at(-1)?.closedAt === null) await sleep(10);
  },
);

test('what was said until then is told again as any stored answer is', async () => {
  const { id, rest } = await asked();
  await withdrawals['the document']?.();
  await rest();
  const read = JSON.stringify(await member.json(`/api/v1/conversations/${id}`));
  expect(read).toContain('"code":"forbidden"');
  expect(read).not.toContain('90,000');
  const [turnId = ''] = /trn_\w+/u.exec(read) ?? [];
  const replayed = await member.fetch(`/api/v1/turns/${turnId}/stream`);
  expect(await replayed.text()).not.toContain('90,000');
});

test('an answer without a reader ends too, and so does one on another surface', async () => {
  const response = await member.fetch('/v1/chat/completions', {
    method: 'POST',
    body: JSON.stringify({
      model: `knowledge/${baseId}`,
      messages: [{ role: 'user', content: 'What does band 7 earn?' }],
      stream: true,
    }),
    headers: { 'content-type': 'application/json' },
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('w1')) text += (await reader?.read())?.value ?? '';
  await withdrawals['the document']?.();
  for (let step = await reader?.read(); step?.done === false; step = await reader?.read())
    text += step.value;
  expect(text).toContain('"error"');
  expect(text).not.toContain('[DONE]');

  const { id } = await member.json<{ id: string }>('/api/v1/conversations', { body: {} });
  await change(`/api/v1/documents/${documentId}`, { readers: ['everyone'] });
  const left = new AbortController();
  const calls = started.upstream.calls.length;
  await member.fetch(`/api/v1/conversations/${id}/turns`, {
    method: 'POST',
    body: JSON.stringify({ text: 'What does band 7 earn?', baseIds: [baseId] }),
    headers: { 'content-type': 'application/json' },
    signal: left.signal,
  });
  while (started.upstream.calls.length === calls) await sleep(10);
  left.abort();
  await withdrawals['the document']?.();
  while (started.upstream.calls.at(-1)?.closedAt === null) await sleep(10);
});

test('deleting a document does not end an answer that rests on it', async () => {
  const deleted = Promise.withResolvers<void>();
  const text = Array.from({ length: 100 }, (_, at) => `w${at} `);
  started.upstream.script([{ text, delayMs: 20, after: 20, until: deleted.promise }]);
  const { heard, rest } = await asked();
  await admin.fetch(`/api/v1/documents/${documentId}`, { method: 'DELETE' });
  deleted.resolve();
  const chunks = [...heard, ...(await rest())];
  expect(answerOf(chunks)).toContain('w99');
  expect(ofType(chunks, 'data-outcome')[0]?.data.outcome).toBe('completed');
});
