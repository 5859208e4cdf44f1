import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ofType } from '../testing/read-chunks.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

/** A served folder is mirrored: whoever looks at the documents sees what is in the folder, and why something is not. */
let root: string;
let served: string;
let server: TestServer;
let person: TestPerson;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'docent-mirrored-'));
  served = join(root, 'served');
  await mkdir(served);
  server = await startServer({ serves: [served] });
  person = await server.person();
});
afterEach(async () => {
  await server.close();
  await rm(root, { recursive: true });
});

const write = async (path: string, text: string) => {
  await mkdir(dirname(join(served, path)), { recursive: true });
  await writeFile(join(served, path), text);
};
type Listed = { id: string; name: string; state: string; source: string };
const documentsWhen = async (done: (documents: Listed[]) => boolean): Promise<Listed[]> => {
  for (;;) {
    const { items } = await person.json<{ items: Listed[] }>('/api/v1/documents');
    if (items.every(({ state }) => state === 'ready') && done(items)) return items;
    await pause(50);
  }
};
const hits = async (word: string) =>
  (await person.json<{ hits: { text: string }[] }>(`/api/v1/search?q=${word}`)).hits.length;

test('new, changed, moved and deleted files are followed; a moved one stays the same document', async () => {
  await write('a.txt', 'The code word is kingfisher.');
  const [before] = await documentsWhen(({ length }) => length === 1);
  expect(await hits('kingfisher')).toBe(1);
  await mkdir(join(served, 'deep'));
  await rename(join(served, 'a.txt'), join(served, 'deep', 'a.txt'));
  const [after] = await documentsWhen(([first]) => first?.source === 'deep/a.txt');
  expect(after?.id).toBe(before?.id);
  await write('deep/a.txt', 'The code word is cormorant now.');
  while ((await hits('cormorant')) === 0) await pause(50);
  expect(await hits('kingfisher')).toBe(0);
  await rm(join(served, 'deep', 'a.txt'));
  await documentsWhen(({ length }) => length === 0);
});

test('every file that did not become a document is named with the reason, to administrators', async () => {
  await write('a.txt', 'The code word is kingfisher.');
  await write('.hidden.txt', 'no');
  await symlink('/etc/hostname', join(served, 'out\u202Etxt.exe'));
  await write('docent.rules.json', '{ "rules": [{ "readers": ["all"] }] }');
  type Sources = { items: Record<string, unknown>[] };
  const sources = async () => (await person.json<Sources>('/api/v1/sources')).items;
  while (!JSON.stringify(await sources()).includes('waits')) await pause(50);
  expect(await sources()).toMatchObject([
    {
      name: served,
      kind: 'folder',
      files: 1,
      documents: 0,
      problems: [
        { path: 'docent.rules.json', reason: expect.stringContaining('rules.0.readers.0') },
        { path: 'a.txt', reason: expect.stringContaining('waits') },
      ],
      leftOut: [{ path: '.hidden.txt' }, { path: 'out\\u{202e}txt.exe' }],
    },
  ]);
  const member = await server.person({ role: 'member' });
  expect((await member.fetch('/api/v1/sources')).status).toBe(403);
});

test('what is mirrored is not deleted in the app, which says where to delete it', async () => {
  await write('a.txt', 'The code word is kingfisher.');
  const [document] = await documentsWhen(({ length }) => length === 1);
  const response = await person.fetch(`/api/v1/documents/${document?.id}`, { method: 'DELETE' });
  expect(response.status).toBe(409);
  expect(await response.json()).toMatchObject({ detail: expect.stringContaining('a.txt') });
});

test('a citation still leads to its words after the file was moved, renamed and changed', async () => {
  await write('birds.md', '# Birds\n\nThe kingfisher nests at the northern pond.\n');
  const [before] = await documentsWhen(({ length }) => length === 1);
  const [citation] = ofType(
    await person.ask('Where does the kingfisher nest?'),
    'data-citation',
  ).map(({ data }) => data);
  await mkdir(join(served, 'deep'));
  await rename(join(served, 'birds.md'), join(served, 'deep', 'animals.md'));
  await documentsWhen(([first]) => first?.source === 'deep/animals.md');
  const located = async () => {
    const { documentId, versionId, start, end, quote } = citation!;
    const words = encodeURIComponent(quote);
    const query = `version=${versionId}&start=${start}&end=${end}&words=${words}`;
    type Located = { found: { versionId: string; start: number; end: number } | null };
    const { found } = await person.json<Located>(`/api/v1/documents/${documentId}/locate?${query}`);
    const { text } = await person.json<{ text: string }>(
      `/api/v1/versions/${found?.versionId}/text`,
    );
    return text.slice(found?.start, found?.end);
  };
  expect(citation?.documentId).toBe(before?.id);
  expect(await located()).toBe(citation?.quote);
  await write('deep/animals.md', '# New\n\nFirst. The kingfisher nests at the northern pond.\n');
  while ((await hits('First')) === 0) await pause(50);
  expect(await located()).toBe(citation?.quote);
});
