import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { why } from '../src/contracts/retrieval.ts';
import { startFakeUpstream, type FakeUpstream } from '../testing/fake-upstream.ts';
import { FAKE_DIMENSIONS } from '../testing/fake-upstream/embeddings.ts';
import { answerOf, ofType } from '../testing/read-chunks.ts';
import { readJson } from '../testing/read-json.ts';
import { uploadReady } from '../testing/ready-documents.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

/** Searches, vectors and answers are remembered here; what is remembered never tells more than asking anew would. */
const GROUP = 'board';

let upstream: FakeUpstream;
let server: TestServer;
let admin: TestPerson;
let member: TestPerson;
let outsider: TestPerson;
let accountId: string;
let baseId: string;
let documentId: string;
let round = 0;

beforeAll(async () => {
  upstream = await startFakeUpstream();
  server = await startServer({
    env: {
      OPENAI_BASE_URL: `${upstream.url}/v1`,
      OPENAI_API_KEY: 'key',
      DOCENT_MODEL: 'fake',
      DOCENT_EMBEDDING_MODEL: 'meaning',
      DOCENT_EMBEDDING_DIMENSIONS: String(FAKE_DIMENSIONS),
      DOCENT_ANSWER_CACHE: 'true',
    },
  });
  admin = await server.person();
  outsider = await server.person({ role: 'member' });
  member = await server.person({ role: 'member', name: 'Mia' });
  const { accounts } = server.docent;
  accountId = (await accounts.accounts('default')).find(({ name }) => name === 'Mia')?.id ?? '';
});
afterAll(async () => {
  await server.close();
  await upstream.close();
});

beforeEach(async () => {
  upstream.script(() => 'cited');
  await server.docent.accounts.updateAccount('default', accountId, { groups: [GROUP] });
  round += 1;
  const readers = [`user:${admin.id}`, `group:${GROUP}`];
  const body = { name: `Pay ${round}`, readers };
  baseId = (await admin.json<{ id: string }>('/api/v1/bases', { body })).id;
  const text = `Band ${round} earns ${secret()} euros.`;
  documentId = (await uploadReady(admin, { name: 'bands.md', text, baseId })).id;
});

const secret = () => `${90 + round},000`;
const QUESTION = () => `What does band ${round} earn?`;
const ask = async (person: TestPerson) => {
  const chunks = await person.ask(QUESTION());
  const { messageId } = ofType(chunks, 'start')[0]!;
  const told = await readJson(why, await person.fetch(`/api/v1/messages/${messageId}/why`));
  return { text: answerOf(chunks), all: JSON.stringify(chunks), told };
};
const change = (path: string, body: object) => admin.json(path, { method: 'PATCH', body });
const withdraw = () => change(`/api/v1/documents/${documentId}`, { readers: [`user:${admin.id}`] });

test('the same question is answered from what is remembered, for those who read the same', async () => {
  let again = await ask(member);
  while (!again.told.remembered) again = await ask(member); // not while vectors are still being made
  expect(again.text).toContain(secret());
  expect(again.told.answerRemembered).toBe(true);
  expect((await ask(admin)).text).toContain(secret());
  expect((await ask(outsider)).all).not.toContain(secret());
});

test.for<[string, () => Promise<unknown>]>([
  ['the readers of the document', withdraw],
  [
    'the readers of the base',
    () => change(`/api/v1/bases/${baseId}`, { readers: [`user:${admin.id}`] }),
  ],
  [
    'the groups of who asks',
    () => server.docent.accounts.updateAccount('default', accountId, { groups: [] }),
  ],
  [
    'the document, which is deleted',
    () => admin.fetch(`/api/v1/documents/${documentId}`, { method: 'DELETE' }),
  ],
])('nothing from before is told after a change of %s', async ([, withdrawn]) => {
  expect((await ask(member)).text).toContain(secret());
  await withdrawn();
  const after = await ask(member);
  expect(after.all).not.toContain(secret());
  expect(after.told).toMatchObject({ remembered: false, answerRemembered: false });
  const search = await member.fetch(
    `/api/v1/search?q=${encodeURIComponent(QUESTION())}&facets=format`,
  );
  expect(await search.text()).not.toContain(documentId);
});

test.for<[string, () => Promise<unknown>]>([
  [
    'the instructions of the base',
    () => change(`/api/v1/bases/${baseId}`, { prompt: 'Be brief.' }),
  ],
  [
    'the version of the document',
    async () => {
      await admin.json(`/api/v1/documents/${documentId}/reindex`, { body: {} });
      const read = () => admin.json<{ state: string }>(`/api/v1/documents/${documentId}`);
      while ((await read()).state !== 'ready') await sleep(20);
    },
  ],
])('an answer is made anew after a change of %s', async ([, changed]) => {
  await ask(member);
  await changed();
  const after = await ask(member);
  expect(after.text).toContain(secret());
  expect(after.told).toMatchObject({ remembered: false, answerRemembered: false });
});

test('an answer that began before a change and ends after it is remembered for nobody who lost it', async () => {
  upstream.script([{ text: [`Band ${round} `, 'earns ', secret(), '.'], delayMs: 100 }]);
  const begun = member.ask(QUESTION());
  const before = upstream.calls.length;
  while (upstream.calls.length === before) await sleep(5);
  await withdraw();
  await begun;
  upstream.script(() => 'cited');
  const after = await ask(member);
  expect(after.all).not.toContain(secret());
  expect(after.told).toMatchObject({ remembered: false, answerRemembered: false });
  expect((await ask(outsider)).all).not.toContain(secret());
  expect((await ask(admin)).text).toContain(secret());
});
