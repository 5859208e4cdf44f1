import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  foundWords,
  outline,
  readers,
  uploaded,
  versionText,
  type VersionText,
} from '../src/contracts/knowledge.ts';
import { readJson } from '../testing/read-json.ts';
import { namesOfDocuments } from '../testing/ready-documents.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

/** A long document is read in parts, searched inside, and says who may read it. */
let server: TestServer;
let administrator: TestPerson;
let member: TestPerson;
let documentId: string;
let versionId: string;

const CHAPTERS = 300;
const text = Array.from(
  { length: CHAPTERS },
  (_, at) => `# Chapter ${at + 1}\n\n${`The café of part ${at + 1} is closed. `.repeat(60)}`,
).join('\n\n');

beforeAll(async () => {
  server = await startServer({ env: { DOCENT_LOG_LEVEL: 'warn' } });
  administrator = await server.person({ name: 'Ada' });
  member = await server.person({ name: 'Lin', role: 'member' });
  const body = new FormData();
  body.append('file', new Blob([text]), 'long.md');
  const response = await administrator.fetch('/api/v1/documents', { method: 'POST', body });
  documentId = (await readJson(uploaded, response)).documents[0]?.id ?? '';
  await namesOfDocuments(administrator, 1);
  const document = await administrator.json<{ versionId: string }>(
    `/api/v1/documents/${documentId}`,
  );
  versionId = document.versionId;
});
afterAll(() => server.close());

const readText = async (query: string): Promise<VersionText> =>
  readJson(versionText, await administrator.fetch(`/api/v1/versions/${versionId}/text${query}`));

test('parts of a text are the whole text together, with all its blocks', async () => {
  const first = await readText('');
  expect(first.end).toBeLessThan(first.total);
  let [whole, blocks] = [first.text, first.blocks.length];
  while (whole.length < first.total) {
    const part = await readText(`?from=${whole.length}`);
    expect(part.start).toBe(whole.length);
    whole += part.text;
    blocks += part.blocks.length;
  }
  expect(blocks).toBe(2 * CHAPTERS);
  expect(whole).toContain('Chapter 300');
});

test('the outline names every chapter at its place', async () => {
  const response = await administrator.fetch(`/api/v1/versions/${versionId}/outline`);
  const { headings, pages } = await readJson(outline, response);
  expect(headings.map(({ text }) => text)).toEqual(
    Array.from({ length: CHAPTERS }, (_, at) => `Chapter ${at + 1}`),
  );
  const last = headings.at(-1) ?? { start: 0, end: 0 };
  const around = await readText(`?from=${last.start}&to=${last.end}`);
  expect(around.text).toBe('Chapter 300');
  expect(pages).toEqual([]);
});

test('words are found in all of it, and at most as many as asked for', async () => {
  const find = async (q: string, limit: number) =>
    readJson(
      foundWords,
      await administrator.fetch(
        `/api/v1/versions/${versionId}/find?q=${encodeURIComponent(q)}&limit=${limit}`,
      ),
    );
  const { hits, more } = await find('CAFE of part 300', 1000);
  expect([hits.length, more]).toEqual([60, false]);
  const [hit] = hits;
  const part = await readText(`?from=${hit?.start}&to=${hit?.end}`);
  expect(part.text.slice((hit?.start ?? 0) - part.start, (hit?.end ?? 0) - part.start)).toBe(
    'café of part 300',
  );
  expect(await find('café', 10)).toMatchObject({ more: true });
  expect(await find('zebra', 10)).toEqual({ hits: [], more: false });
});

test('passages come in pages, each once, in the order of the text', async () => {
  type Page = { items: { id: string; start: number }[]; cursor: string | null };
  const all: Page['items'] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page: Page = await member.json(
      `/api/v1/documents/${documentId}/passages?limit=100${query}`,
    );
    expect(page.items.length).toBeLessThanOrEqual(100);
    all.push(...page.items);
    ({ cursor } = page);
  }
  const { passages } = await member.json<{ passages: number }>(`/api/v1/documents/${documentId}`);
  expect(passages).toBeGreaterThan(100);
  expect(new Set(all.map(({ id }) => id)).size).toBe(passages);
  expect(all.map(({ start }) => start)).toEqual(
    all.map(({ start }) => start).toSorted((a, b) => a - b),
  );
  const refused = await member.fetch(`/api/v1/documents/${documentId}/passages?cursor=ver_x.3`);
  expect(refused.status).toBe(400);
});

test('who may read a document is said in words, to those who may', async () => {
  const path = `/api/v1/documents/${documentId}/readers`;
  expect(await readJson(readers, await member.fetch(path))).toEqual({
    everyone: true,
    groups: [],
    you: false,
    people: [],
    otherPeople: 0,
  });
  const { id } = await member.json<{ id: string }>('/api/v1/conversations', { body: {} });
  const body = new FormData();
  body.append('file', new Blob(['Only mine.']), 'mine.txt');
  const attachments = `/api/v1/conversations/${id}/attachments`;
  const response = await member.fetch(attachments, { method: 'POST', body });
  const own = (await readJson(uploaded, response)).documents[0]?.id;
  const ownPath = `/api/v1/documents/${own}/readers`;
  expect(await readJson(readers, await member.fetch(ownPath))).toMatchObject({
    everyone: false,
    you: true,
    otherPeople: 0,
  });
  expect((await administrator.fetch(ownPath)).status).toBe(404);
});
