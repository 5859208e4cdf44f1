import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DocumentView } from '../../src/contracts/knowledge.ts';
import { residentBytes } from '../../src/lib/child-process.ts';
import {
  lastJson,
  runDocent,
  startProcess,
  type DocentProcess,
} from '../../testing/docent-process.ts';
import { line, pdf } from '../../testing/fixtures/files.ts';

/** The longest documents are read on where a killed server stopped, in bounded memory, and can be called off. */
const PAGES = 10_000;
const KILLED_BEHIND = 7_000;
/** Pages that are read together: more than two such windows are never read again. */
const WINDOW = 100;
const MAY_HOLD = 800_000_000;

let folder: string;
let server: DocentProcess;
let key: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docent-long-pdf-'));
  const scopes = 'ask,knowledge:read,knowledge:write';
  const role = ['--role', 'administrator', '--scopes', scopes];
  const made = await runDocent(['keys', 'create', 'long', ...role, '--data', folder, '--json']);
  ({ key } = lastJson<{ key: string }>(made.stdout));
  server = await startProcess(['--data', folder]);
});
afterAll(async () => {
  server.child.kill('SIGTERM');
  await server.ended;
  await rm(folder, { recursive: true });
});

const book = (mark: string): Uint8Array =>
  pdf({
    pages: Array.from({ length: PAGES }, (_, index) =>
      [
        line(`Rule ${index + 1} of ${mark}`, { y: 720, size: 18 }),
        line(`The office number ${index + 1} closes at noon on the last day of the month and`),
        line('opens again on the first day that is no holiday.', { y: 686 }),
      ].join('\n'),
    ),
  });

const call = async <Body>(path: string, init: RequestInit = {}): Promise<Body> => {
  const headers = { authorization: `Bearer ${key}` };
  const response = await fetch(server.url + path, { ...init, headers });
  expect(response.ok).toBe(true);
  return (await response.json()) as Body;
};
const upload = async (name: string, bytes: Uint8Array): Promise<string> => {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)]), name);
  const answer = await call<{ documents: DocumentView[] }>('/api/v1/documents?base=default', {
    method: 'POST',
    body: form,
  });
  const [document] = answer.documents;
  if (!document) throw new Error('there is no document');
  return document.id;
};

let most = 0;
/** Looks every now and then until the document is so far. */
const follow = async (id: string, isThere: (view: DocumentView) => boolean) => {
  const pagesDone: number[] = [];
  for (;;) {
    most = Math.max(most, await residentBytes(server.child.pid ?? 0));
    const view = await call<DocumentView>(`/api/v1/documents/${id}`);
    if (view.progress?.stage === 'extracting' && view.progress.done !== null)
      pagesDone.push(view.progress.done);
    if (isThere(view)) return { view, pagesDone };
    await pause(50);
  }
};
const isBehind = (pages: number) => (view: DocumentView) =>
  view.progress?.stage === 'extracting' && (view.progress.done ?? 0) > pages;
const isSettled = ({ progress, state }: DocumentView) =>
  progress === null && state !== 'queued' && state !== 'extracting' && state !== 'indexing';

test('a server killed at page 7,000 of 10,000 goes on there, to the whole document', async () => {
  const id = await upload('long.pdf', book('the first book'));
  const before = await follow(id, isBehind(KILLED_BEHIND));
  server.child.kill('SIGKILL');
  await server.ended;
  server = await startProcess(['--data', folder]);
  const { view, pagesDone } = await follow(id, isSettled);
  expect(view).toMatchObject({ state: 'ready', reason: null, pages: PAGES });
  const reached = before.pagesDone.at(-1) ?? 0;
  expect(pagesDone[0]).toBeGreaterThan(reached - 2 * WINDOW);
  const { hits } = await call<{ hits: { text: string }[] }>(
    `/api/v1/search?q=${encodeURIComponent('office number 9987')}`,
  );
  expect(hits[0]?.text).toContain('9987');
  process.stdout.write(`10,000 pages: server and children held ${most / 1e6} MB at the most\n`);
  expect(most).toBeLessThan(MAY_HOLD);
  expect(await checkpoints()).toEqual([]);
});

const checkpoints = async (): Promise<string[]> =>
  readdir(join(folder, 'tenants/default/originals/readings')).catch(() => []);

test('one that is called off stops, with most of it unread', async () => {
  const began = await childTicks();
  const id = await upload('again.pdf', book('the second book'));
  await follow(id, isBehind(PAGES / 10));
  const tenth = (await childTicks()) - began;
  await call(`/api/v1/documents/${id}/cancel`, { method: 'POST' });
  const state = async () => (await call<DocumentView>(`/api/v1/documents/${id}`)).state;
  await expect.poll(state).toBe('cancelled');
  await expect.poll(children).toEqual([]);
  expect((await childTicks()) - began).toBeLessThan(5 * tenth);
});

const children = async (): Promise<number[]> => {
  const pid = server.child.pid ?? 0;
  const tasks = await readdir(`/proc/${pid}/task`);
  const lists = await Promise.all(
    tasks.map((task) => readFile(`/proc/${pid}/task/${task}/children`, 'utf8').catch(() => '')),
  );
  return lists.flatMap((list) => (list.match(/\d+/gu) ?? []).map(Number));
};
/** Of the processor: what the process used, and what those of its children did that have ended. */
const ticksOf = async (pid: number) => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [user = 0, system = 0, userOfEnded = 0, systemOfEnded = 0] = stat
    .split(' ')
    .slice(13, 17)
    .map(Number);
  return { own: user + system, ofEnded: userOfEnded + systemOfEnded };
};
const childTicks = async (): Promise<number> => {
  const { ofEnded } = await ticksOf(server.child.pid ?? 0);
  const living = await Promise.all((await children()).map(ticksOf));
  return living.reduce((sum, { own }) => sum + own, ofEnded);
};
