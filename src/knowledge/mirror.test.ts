import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fakeSource, noRules } from '../../testing/fakes/file-source.ts';
import { anna, openIngesting } from '../../testing/fixtures/ingesting.ts';
import { Problem } from '../domain/problem.ts';
import type { MirroredSource } from './sources.ts';
import { patient } from '../../testing/patient.ts';

let system: Awaited<ReturnType<typeof openIngesting>>;
let folder: string;
let fake: ReturnType<typeof fakeSource>;
let mirrored: MirroredSource;
const signal = patient();
/** As a new process does. */
const start = async () => {
  fake.state.process += 1;
  mirrored = await system.knowledge.mirror(anna.tenant, {
    source: fake.source,
    baseId: 'default',
  });
};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docent-mirror-'));
  system = await openIngesting({ folder });
  fake = fakeSource();
  await start();
});
afterEach(async () => {
  await system.close();
  await rm(folder, { recursive: true, force: true });
});
const look = async () => {
  const { added, changed, moved, removed, problems } = await mirrored.look(signal);
  for (const { id } of await documents()) await system.settled(id);
  const lines = problems.map(({ path, reason }) => ({ path, reason }));
  return { added, changed, moved, removed, problems: lines };
};
const nothing = { added: 0, changed: 0, moved: 0, removed: 0, problems: [] };
const documents = () => system.stores.documents.fromFolder('/served');
const only = async () => {
  const [document, ...others] = await documents();
  if (!document || others.length > 0) throw new Error('not one document');
  return document;
};

test('what changed is read again, what is gone is deleted, the rest stays as it is', async () => {
  fake.put('a.txt', 'The code word is kingfisher.');
  fake.put('b.txt', 'Another word is cormorant.');
  expect(await look()).toEqual({ ...nothing, added: 2 });
  expect(await look()).toEqual(nothing);
  fake.put('a.txt', 'The code word is pelican.');
  fake.remove('b.txt');
  expect(await look()).toEqual({ ...nothing, changed: 1, removed: 1 });
  expect((await system.search('pelican')).passages).toHaveLength(1);
  expect((await system.search('kingfisher')).passages).toEqual([]);
  expect((await system.search('cormorant')).passages).toEqual([]);
});

test('after a restart nothing is read again, and what is gone since is deleted', async () => {
  fake.put('a.txt', 'one');
  fake.put('b.txt', 'two');
  await look();
  const { reads } = fake.state;
  await start();
  fake.remove('b.txt');
  expect(await look()).toEqual({ ...nothing, removed: 1 });
  expect(fake.state.reads).toBe(reads);
});

test('what a dead process did not write down heals: nothing twice, nothing lost', async () => {
  fake.put('a.txt', 'The code word is kingfisher.');
  await look();
  const { id } = await only();
  // As if it had died after the document was written, and before what was seen of the file was.
  await system.stores.mirrors.save({ documentId: id, etag: 'of before', rules: noRules });
  await start();
  expect(await look()).toEqual(nothing);
  // As if it had died when a moved document was put in its new place.
  fake.rename('a.txt', 'b.txt');
  await system.stores.mirrors.place(id, { path: 'b.txt', name: 'b.txt' });
  await start();
  expect(await look()).toEqual(nothing);
  expect(await only()).toMatchObject({ id, name: 'b.txt' });
});

test('a moved file keeps its document, and equal bytes elsewhere are another one', async () => {
  fake.put('a/report.txt', 'The code word is kingfisher.');
  await look();
  const { id } = await only();
  fake.rename('a/report.txt', 'b/report.txt');
  expect(await look()).toEqual({ ...nothing, moved: 1 });
  expect(await only()).toMatchObject({ id, source: { path: 'b/report.txt' }, title: 'report' });
  fake.rename('b/report.txt', 'b/final_report.txt');
  expect(await look()).toEqual({ ...nothing, moved: 1 });
  expect(await only()).toMatchObject({ id, name: 'final_report.txt', title: 'final report' });
  expect((await system.search('kingfisher')).passages).toMatchObject([{ title: 'final report' }]);
  fake.put('c/copy.txt', 'The code word is kingfisher.');
  expect(await look()).toEqual({ ...nothing, added: 1 });
  expect((await documents()).map((document) => document.hash)).toEqual([
    (await documents())[0]?.hash,
    (await documents())[0]?.hash,
  ]);
});

test('a file that is moved to where other people read is read by those', async () => {
  fake.put('all/pay.txt', 'The code word is kingfisher.');
  await look();
  fake.rename('all/pay.txt', 'hr/pay.txt');
  fake.rule('hr/pay.txt', { ...noRules, readers: ['group:hr'] });
  expect(await look()).toEqual({ ...nothing, moved: 1 });
  expect(await only()).toMatchObject({ readers: ['group:hr'] });
  expect((await system.search('kingfisher')).passages).toEqual([]);
});

test('where a file lies that somebody may not read is not told among what failed', async () => {
  const pathsFor = async (groups: string[]) =>
    (await system.knowledge.sources({ ...anna, groups })).flatMap(({ problems }) =>
      problems.map(({ path }) => path),
    );
  const closed = { ...noRules, readers: ['group:hr'] };
  fake.put('hr/known.txt', 'one', closed);
  await look();
  for (const path of ['hr/known.txt', 'hr/new.txt', 'open.txt'])
    fake.state.failing.set(path, new Problem('storage-failed', 'No right to read it.'));
  fake.put('hr/known.txt', 'one, changed', noRules);
  fake.rule('hr/known.txt', null);
  fake.put('hr/new.txt', 'two', closed);
  fake.put('open.txt', 'three');
  await look();
  expect(await pathsFor([])).toEqual(['open.txt']);
  expect((await pathsFor(['hr'])).toSorted()).toEqual(['hr/known.txt', 'hr/new.txt', 'open.txt']);
});

test('what could not be looked into takes nothing along', async () => {
  fake.put('a/a.txt', 'one');
  fake.put('b.txt', 'two');
  await look();
  await start();
  fake.remove('a/a.txt');
  fake.state.unseen = ['a'];
  expect(await look()).toEqual(nothing);
  await start();
  fake.state.unseen = [''];
  fake.remove('b.txt');
  expect(await look()).toEqual(nothing);
  await start();
  fake.state.unseen = [];
  expect(await look()).toEqual({ ...nothing, removed: 2 });
});

test('a file that cannot be read is a problem until it can, and holds up no other', async () => {
  fake.state.failing.set('a.txt', new Problem('storage-failed', 'No right to read it.'));
  fake.put('a.txt', 'one');
  fake.put('b.txt', 'two');
  expect(await look()).toEqual({
    ...nothing,
    added: 1,
    problems: [{ path: 'a.txt', reason: 'No right to read it.' }],
  });
  fake.state.failing.clear();
  fake.put('a.txt', 'another');
  expect(await look()).toEqual({ ...nothing, added: 1 });
});

test('rules describe, say who reads and where it belongs; what people changed since stays', async () => {
  fake.put('a.txt', 'The code word is kingfisher.', {
    metadata: { category: 'birds', tags: ['a'] },
    readers: ['group:hr'],
    base: 'HR',
  });
  await look();
  const { id, baseId, versionId } = await only();
  expect(await system.stores.documents.base(baseId)).toMatchObject({ name: 'HR' });
  expect(await only()).toMatchObject({
    readers: ['group:hr'],
    metadata: { category: 'birds', tags: ['a'] },
  });
  expect((await system.search('kingfisher')).passages).toEqual([]);
  await system.stores.documents.describe(id, {
    metadata: { category: 'birds', tags: ['mine'], own: 1 },
  });
  const reads = fake.state.reads;
  fake.rule('a.txt', {
    metadata: { category: 'words', tags: ['a'] },
    readers: ['everyone'],
    base: 'HR',
  });
  expect(await look()).toEqual(nothing);
  expect(await only()).toMatchObject({
    versionId,
    readers: ['everyone'],
    metadata: { category: 'words', tags: ['mine'], own: 1 },
  });
  expect((await system.search('kingfisher')).passages).toMatchObject([{ baseId }]);
  fake.rule('a.txt', noRules);
  await look();
  expect(await only()).toMatchObject({
    id,
    baseId: 'default',
    metadata: { tags: ['mine'], own: 1 },
  });
  expect((await system.search('kingfisher')).passages).toMatchObject([{ baseId: 'default' }]);
  expect(fake.state.reads).toBe(reads);
});

test('while rules cannot be read new files wait, and what is there is read by no one else', async () => {
  fake.put('a.txt', 'one', { ...noRules, readers: ['group:hr'] });
  await look();
  fake.rule('a.txt', null);
  fake.put('b.txt', 'two', null);
  expect(await look()).toMatchObject({
    added: 0,
    problems: [{ path: 'b.txt', reason: expect.stringContaining('waits') }],
  });
  fake.put('a.txt', 'one, changed', null);
  expect(await look()).toMatchObject({ changed: 1 });
  expect(await only()).toMatchObject({ readers: ['group:hr'] });
  fake.rule('b.txt', noRules);
  expect(await look()).toMatchObject({ added: 1, problems: [] });
});

test('what is mirrored is deleted where it is, and here when it is mirrored no longer', async () => {
  fake.put('a.txt', 'one', { ...noRules, base: 'HR' });
  await look();
  const { id, baseId } = await only();
  await expect(system.knowledge.documents.delete(anna, id)).rejects.toMatchObject({
    code: 'conflict',
    detail: expect.stringContaining('a.txt'),
  });
  await expect(system.knowledge.bases.delete(anna, baseId)).rejects.toThrow('conflict');
  mirrored.end();
  await system.knowledge.documents.delete(anna, id);
  expect(await documents()).toEqual([]);
});

test('what changes while many files are taken in is seen in between, and nothing is lost by it', async () => {
  fake.put('known.txt', 'The heron is known.');
  fake.put('leaving.txt', 'The stork is leaving.');
  fake.put('moving.txt', 'The plover moves.');
  await look();
  const before = await documents();
  for (const letter of ['a', 'b', 'c']) fake.put(`${letter}.txt`, `New ${letter}.`);
  fake.rename('moving.txt', 'z.txt');
  fake.remove('leaving.txt');
  fake.state.readMs = 2_100;
  expect(await mirrored.look(signal)).toMatchObject({ added: 1, removed: 1, unfinished: true });
  fake.state.readMs = 0;
  fake.rule('known.txt', { ...noRules, readers: ['user:ben'] });
  expect(await look()).toEqual({ ...nothing, added: 2, moved: 1 });
  const idOf = (all: typeof before, text: string) =>
    all.find(({ source }) => source.kind === 'folder' && source.path === text)?.id;
  const after = await documents();
  expect(after).toHaveLength(5);
  expect(idOf(after, 'z.txt')).toBe(idOf(before, 'moving.txt'));
  expect(await system.stores.documents.document(idOf(after, 'known.txt') ?? '')).toMatchObject({
    readers: ['user:ben'],
  });
});
