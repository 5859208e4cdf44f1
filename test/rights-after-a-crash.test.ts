import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openIndexWorkers } from '../src/adapters/sqlite/index/open-index.ts';
import { openEmbeddedStores } from '../src/adapters/sqlite/open-stores.ts';
import { compose, type Docent } from '../src/compose.ts';
import { loadSettings } from '../src/settings/load.ts';
import { quietLogger } from '../testing/fakes/quiet-logger.ts';
import { uploadReady } from '../testing/ready-documents.ts';
import { startServer, type TestPerson } from '../testing/start-server.ts';

/**
 * A process died after the register had a document's new readers and before the index did: until the job is done that
 * makes up for it, here never, the index gives what it should not. The register decides.
 */
const WORD = 'zanzibar';
const TAG = 'topsecret';

let folder: string;
let docent: Docent;
let admin: TestPerson;
let member: TestPerson;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docent-test-'));
  const server = await startServer({ folder });
  admin = await server.person();
  member = await server.person({ role: 'member' });
  const text = `# Merger\n\nThe ${WORD} office will be closed in May.`;
  const { id } = await uploadReady(admin, { name: 'merger.md', text });
  const body = { addTags: [TAG] };
  await admin.json(`/api/v1/documents/${id}`, { method: 'PATCH', body });
  await uploadReady(admin, { name: 'lunch.md', text: 'The office has lunch at noon.' });
  await server.close();

  const indexes = openIndexWorkers({ threads: 1, logger: quietLogger });
  const stores = await openEmbeddedStores({
    folder,
    logger: quietLogger,
    openIndex: (_, tenantFolder) => indexes.open(join(tenantFolder, 'index.db')),
  });
  const { documents } = await stores.tenants.open('default');
  await documents.describe(id, { readers: [`user:${admin.id}`] });
  await stores.close();
  await indexes.close();

  const loaded = loadSettings({
    flags: { data: folder, port: '0' },
    environment: {},
    readFile: () => null,
  });
  if (!loaded.settings) throw new Error(JSON.stringify(loaded.mistakes));
  docent = await compose(loaded.settings, { log: { write: () => true } }); // started are no jobs
});
afterAll(async () => {
  await docent.close();
  await rm(folder, { recursive: true, force: true });
});

const told = async ({ key }: TestPerson, path: string, body?: object): Promise<string> => {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const sent = body ? { method: 'POST', body: JSON.stringify(body) } : {};
  return (await docent.fetch(new Request(`http://docent${path}`, { headers, ...sent }))).text();
};
const ask = async (person: TestPerson): Promise<string> => {
  const { id } = JSON.parse(await told(person, '/api/v1/conversations', {})) as { id: string };
  const text = `When is the ${WORD} office closed?`;
  const stream = await told(person, `/api/v1/conversations/${id}/turns`, { text });
  const messageId = /"messageId":"(msg_\w+)"/u.exec(stream)?.[1];
  return stream + (await told(person, `/api/v1/messages/${messageId}/why`));
};
const searches = [
  `/api/v1/search?q=${WORD} office`,
  `/api/v1/search?q=office&facets=tags`,
  '/api/v1/facets?names=tags',
];
const secrets = (text: string): string[] =>
  [`The ${WORD}`, 'Merger', 'merger.md', TAG, 'in May'].filter((word) => text.includes(word));

test('its reader finds it, counts it, and is answered from it', async () => {
  for (const path of searches)
    expect([path, secrets(await told(admin, path))]).not.toEqual([path, []]);
  expect(secrets(await ask(admin))).not.toEqual([]);
});

test('who may not read it any more does not, by no way', async () => {
  for (const path of searches)
    expect([path, secrets(await told(member, path))]).toEqual([path, []]);
  expect(secrets(await ask(member))).toEqual([]);
});
