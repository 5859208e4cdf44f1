import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

/** `docent.rules.json` says what the documents of a folder are, who reads them and where they belong. */
let root: string;
let served: string;
let server: TestServer;
let person: TestPerson;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'docent-rules-'));
  served = join(root, 'served');
});
afterEach(async () => {
  await server.close();
  await rm(root, { recursive: true });
});

const write = async (path: string, content: unknown) => {
  await mkdir(dirname(join(served, path)), { recursive: true });
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  await writeFile(join(served, path), text);
};
const start = async () => {
  server = await startServer({ serves: [served] });
  person = await server.person();
};
type Listed = { source: string; state: string; baseId: string; metadata: Record<string, unknown> };
/** What the person sees, by path, once `done` holds of it. */
const seenWhen = async (done: (seen: Record<string, Listed>) => boolean) => {
  for (;;) {
    const { items } = await person.json<{ items: Listed[] }>('/api/v1/documents');
    const seen = Object.fromEntries(items.map((document) => [document.source, document]));
    if (items.every(({ state }) => state === 'ready') && done(seen)) return seen;
    await pause(50);
  }
};
const baseNames = async () => {
  const { items } = await person.json<{ items: { id: string; name: string }[] }>('/api/v1/bases');
  return Object.fromEntries(items.map(({ id, name }) => [id, name]));
};
const sourcesWhen = async (word: string): Promise<string> => {
  for (;;) {
    const said = JSON.stringify(await person.json('/api/v1/sources'));
    if (said.includes(word)) return said;
    await pause(50);
  }
};

test('nearer rules win by name, bases are made, and what is ignored is no document', async () => {
  await write('policies/leave.txt', 'Parental leave lasts sixteen weeks.');
  await write('policies/drafts/next.txt', 'Parental leave may last twenty weeks.');
  await write('policies/hr/pay.txt', 'Pay day is the 25th.');
  await write('readme.txt', 'Welcome to all of this.');
  await write('docent.rules.json', {
    rules: [
      { metadata: { category: 'general', version: '1' } },
      { match: 'policies/**', metadata: { category: 'policy', tags: ['rules'] }, base: 'HR' },
    ],
    ignore: ['**/drafts/**'],
  });
  await write('policies/hr/docent.rules.json', {
    rules: [{ match: '*.txt', metadata: { category: 'pay' }, readers: ['group:payroll'] }],
  });
  await start();
  const seen = await seenWhen((all) => Object.keys(all).length === 2);
  expect(seen['readme.txt']?.metadata).toEqual({ category: 'general', version: '1' });
  expect(seen['policies/leave.txt']?.metadata).toEqual({
    category: 'policy',
    version: '1',
    tags: ['rules'],
  });
  const names = await baseNames();
  expect(names[seen['policies/leave.txt']?.baseId ?? '']).toBe('HR');
  expect(await sourcesWhen('"documents":3')).toContain('policies/drafts');
});

test('broken rules open nothing: new files wait until they are mended, then it goes on', async () => {
  await write('secret.txt', 'The code word is kingfisher.');
  await write('docent.rules.json', { rules: [{ readers: ['group:secret'] }] });
  await start();
  await sourcesWhen('"documents":1');
  await write('docent.rules.json', '{ "rules": [ }');
  await write('new.txt', 'Another word is cormorant.');
  expect(await sourcesWhen('waits')).toContain('It is not JSON');
  expect(await seenWhen(() => true)).toEqual({});
  await write('docent.rules.json', {
    rules: [
      { match: 'new.txt', metadata: { tags: ['a'] } },
      { match: 'secret.txt', readers: ['group:secret'] },
    ],
  });
  const seen = await seenWhen((all) => 'new.txt' in all);
  expect(Object.keys(seen)).toEqual(['new.txt']);
  await write('docent.rules.json', {});
  expect(Object.keys(await seenWhen((all) => 'secret.txt' in all))).toHaveLength(2);
});
