import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { OPERATOR } from '../src/access/identity.ts';
import type { ReadEvaluationView } from '../src/contracts/evaluation.ts';
import { uploadReady } from '../testing/ready-documents.ts';
import type { TestPerson } from '../testing/start-server.ts';
import { startWithModel, type ServerWithModel } from '../testing/start-with-model.ts';

/** A run over test questions asks each with the rights that whoever started it has then, not those of its start. */
const QUESTIONS = 8;
const GROUP = 'finance';

let started: ServerWithModel;
let admin: TestPerson;
let starter: TestPerson;
let accountId: string;
let baseId: string;
let documentId: string;
/** Only the first question is answered before. */
let goOn: PromiseWithResolvers<void>;

const accounts = () => started.server.docent.accounts;
const runOf = (id: string) => admin.json<ReadEvaluationView>(`/api/v1/evaluations/${id}`);

beforeAll(async () => {
  started = await startWithModel();
  admin = started.person;
});
afterAll(() => started.close());

beforeEach(async () => {
  goOn = Promise.withResolvers();
  const answer = { text: ['Band ', '7 ', 'earns ', '90,000.'] };
  started.upstream.script([answer, { ...answer, until: goOn.promise }]);
  const name = `Ada ${Math.random()}`;
  starter = await started.server.person({ name });
  accountId = (await accounts().accounts('default')).find((each) => each.name === name)?.id ?? '';
  await accounts().updateAccount('default', accountId, { groups: [GROUP] });
  const { id: me } = await admin.json<{ id: string }>('/api/v1/me');
  const readers = [`user:${me}`, `user:${starter.id}`];
  const body = { name: 'Pay', readers };
  baseId = (await admin.json<{ id: string }>('/api/v1/bases', { body })).id;
  const text = 'Band 7 earns 90,000 euros.';
  documentId = (await uploadReady(admin, { name: 'bands.md', text, baseId })).id;
  await admin.json(`/api/v1/documents/${documentId}`, {
    method: 'PATCH',
    body: { readers: [`user:${me}`, `group:${GROUP}`] },
  });
  for (let number = 1; number <= QUESTIONS; number += 1)
    await admin.json(`/api/v1/bases/${baseId}/test-questions`, {
      body: { question: `What does band 7 earn in year ${number}?` },
    });
});

/** A run with some questions asked and some not. */
const begun = async (): Promise<string> => {
  const { id } = await starter.json<{ id: string }>(`/api/v1/bases/${baseId}/evaluations`, {
    body: {},
  });
  while ((await runOf(id)).done === 0) await sleep(10);
  return id;
};
const ended = async (id: string): Promise<ReadEvaluationView> => {
  for (;;) {
    const run = await runOf(id);
    if (run.endedAt !== null) return run;
    await sleep(20);
  }
};

test.for<[string, () => Promise<unknown>]>([
  [
    'may not read the base',
    async () => {
      const { id } = await admin.json<{ id: string }>('/api/v1/me');
      const body = { readers: [`user:${id}`] };
      return admin.json(`/api/v1/bases/${baseId}`, { method: 'PATCH', body });
    },
  ],
  ['is demoted', () => accounts().updateAccount('default', accountId, { role: 'member' })],
  ['is disabled', () => accounts().updateAccount('default', accountId, { disabled: true })],
  ['lost the key', () => accounts().revokeKey('default', starter.id, Date.now())],
])('whose starter %s ends, with what it has', async ([, withdraw]) => {
  const id = await begun();
  await withdraw();
  goOn.resolve();
  const run = await ended(id);
  expect(run).toMatchObject({ state: 'failed', questions: QUESTIONS });
  expect(run.reason).toContain('may not');
  expect(run.done).toBeGreaterThan(0);
  expect(run.done).toBeLessThan(QUESTIONS);
});

test('whose starter leaves a group goes on without what the group reads', async () => {
  const id = await begun();
  await accounts().updateAccount('default', accountId, { groups: [] });
  goOn.resolve();
  const { state, results } = await ended(id);
  expect(state).toBe('done');
  expect(results[0]?.documentIds).toEqual([documentId]);
  expect(results.at(-1)?.documentIds).toEqual([]);
});

test('a key that may measure and not ask is answered however long that takes', async () => {
  const text = Array.from({ length: 35 }, (_, at) => `w${at} `);
  started.upstream.script([{ text, delayMs: 20 }]);
  const { docent, url } = started.server;
  const owner = { ...OPERATOR, id: accountId, role: 'administrator' } as const;
  const made = await docent.access.keys.add(owner, {
    name: 'measuring',
    role: 'administrator',
    scopes: ['admin'],
  });
  const readers = ['everyone'];
  await admin.json(`/api/v1/bases/${baseId}`, { method: 'PATCH', body: { readers } });
  const response = await fetch(`${url}/api/v1/bases/${baseId}/evaluations`, {
    method: 'POST',
    body: '{}',
    headers: { authorization: `Bearer ${made.text}`, 'content-type': 'application/json' },
  });
  const { results } = await ended(((await response.json()) as { id: string }).id);
  expect(results.map(({ problem }) => problem)).toEqual(results.map(() => null));
  expect(results).toHaveLength(QUESTIONS);
});

test('deleting a document does not make those answers fail that rest on it', async () => {
  const deleted = Promise.withResolvers<void>();
  const text = Array.from({ length: 35 }, (_, at) => `w${at} `);
  started.upstream.script([{ text, until: deleted.promise }]);
  const asked = started.upstream.calls.length;
  const { id } = await starter.json<{ id: string }>(`/api/v1/bases/${baseId}/evaluations`, {
    body: {},
  });
  while (started.upstream.calls.length === asked) await sleep(10);
  await admin.fetch(`/api/v1/documents/${documentId}`, { method: 'DELETE' });
  deleted.resolve();
  const { results } = await ended(id);
  expect(results[0]).toMatchObject({ abstained: false, problem: null });
});
