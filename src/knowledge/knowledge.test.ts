import { afterEach, beforeEach, expect, test } from 'vitest';
import { anna, ben, bytesOf, openIngesting } from '../../testing/fixtures/ingesting.ts';
import { docx, line, pdf } from '../../testing/fixtures/files.ts';
import type { Principal } from '../domain/principal.ts';
import { patient } from '../../testing/patient.ts';

let system: Awaited<ReturnType<typeof openIngesting>>;
beforeEach(async () => {
  system = await openIngesting({ uploadBytes: 20_000 });
});
afterEach(() => system.close());

const LEAVE =
  '# Leave\n\nEmployees have twenty-seven days of annual leave, and one more for every three years.\n\n# Dogs\n\nDogs may come on Mondays, but not to the cafeteria at lunch time.\n';
const signal = patient();
const textOf = async (bytes: AsyncIterable<Uint8Array>) =>
  Buffer.concat(await Array.fromAsync(bytes)).toString();

const conversationOf = async (principal: Principal, id: string) => {
  await system.stores.conversations.create({
    id,
    ownerId: principal.id,
    title: 'Talk',
    titledByPerson: false,
    baseIds: [],
    activeLeafId: null,
    createdAt: 1,
    updatedAt: 1,
  });
  return id;
};
const attach = async (principal: Principal, conversationId: string, text: string) => {
  const document = await system.knowledge.documents.addUpload(
    principal,
    { conversationId, name: 'a.txt' },
    { bytes: bytesOf(text), signal },
  );
  return system.settled(document.id);
};

test('an upload is searched, its text and passages are exact, its original comes back', async () => {
  const document = await system.add('../leave_rules.md', LEAVE);
  expect(document).toMatchObject({
    state: 'ready',
    name: 'leave_rules.md',
    title: 'Leave',
    format: 'markdown',
    passages: 2,
  });
  const { passages } = await system.search('annual leave');
  expect(passages[0]).toMatchObject({ documentId: document.id, headings: [] });
  const { text, current } = await system.knowledge.text(anna, document.versionId ?? '');
  expect(current).toBe(true);
  for (const passage of await system.knowledge.documents.passages(anna, document.id)) {
    expect(text.slice(passage.start, passage.end)).toBe(passage.text);
  }
  const original = await system.knowledge.original(anna, document.id);
  expect(original).toMatchObject({ mediaType: 'text/plain', inline: true, size: LEAVE.length });
  expect(await textOf(original.read({ start: 2, end: 7 }))).toBe('Leave');
});

test('an uploaded page is never served as one that runs scripts', async () => {
  const { id } = await system.add('a.html', '<p>Hello <script>alert(1)</script></p>');
  expect(await system.knowledge.original(anna, id)).toMatchObject({ mediaType: 'text/plain' });
  const word = await system.add('a.docx', docx('<w:p><w:r><w:t>Hello</w:t></w:r></w:p>'));
  expect(await system.knowledge.original(anna, word.id)).toMatchObject({
    mediaType: 'application/octet-stream',
    inline: false,
  });
});

test('words of a PDF have their places', async () => {
  const { versionId } = await system.add('a.pdf', pdf({ pages: [line('Leave is thirty days.')] }));
  const boxes = await system.knowledge.places(anna, versionId ?? '', { start: 9, end: 15 });
  expect(boxes).toHaveLength(1);
  expect(boxes[0]).toMatchObject({ page: 1 });
});

test('an attachment is found by its owner in its conversation, and by nobody and nowhere else', async () => {
  const conversationId = await conversationOf(ben, 'c1');
  const document = await attach(ben, conversationId, 'The secret word is kingfisher.');
  const { knowledge } = system;
  for (const wanted of [
    () => knowledge.documents.get(anna, document.id),
    () => knowledge.documents.delete(anna, document.id),
    () => knowledge.documents.reindex(anna, document.id),
    () => knowledge.documents.passages(anna, document.id),
    () => knowledge.original(anna, document.id),
    () => knowledge.text(anna, document.versionId ?? ''),
    () => knowledge.places(anna, document.versionId ?? '', { start: 0, end: 5 }),
    () =>
      knowledge.documents.addUpload(
        anna,
        { conversationId, name: 'x' },
        { bytes: bytesOf('x'), signal },
      ),
    () =>
      knowledge.documents.addUpload(
        anna,
        { baseId: document.baseId, name: 'x' },
        { bytes: bytesOf('x'), signal },
      ),
    () => knowledge.documents.list(anna, { baseId: document.baseId, limit: 5 }),
    () => knowledge.bases.delete(anna, document.baseId),
  ])
    await expect(wanted()).rejects.toMatchObject({ code: 'not-found' });
  expect(await knowledge.documents.list(anna, { conversationId, limit: 5 })).toEqual({
    items: [],
    cursor: null,
    total: null,
  });
  expect((await system.search('kingfisher')).passages).toEqual([]);
  expect((await system.search('kingfisher', ben)).passages).toEqual([]);
  expect((await knowledge.documents.list(ben, { conversationId, limit: 5 })).items).toHaveLength(1);
});

test('what hangs on a deleted conversation is gone', async () => {
  const conversationId = await conversationOf(ben, 'c2');
  const document = await attach(ben, conversationId, 'The secret word is kingfisher.');
  await system.knowledge.forgetConversation(ben.tenant, conversationId);
  expect(await system.stores.documents.document(document.id)).toBeNull();
  expect(await system.stores.originals.size(document.hash)).toBeNull();
});

test('roles and scopes are held', async () => {
  const viewer: Principal = { ...ben, role: 'viewer', scopes: ['ask', 'knowledge:read'] };
  const { knowledge } = system;
  const document = await system.add('a.txt', 'Something to read.');
  const forbidden = { code: 'forbidden' };
  await expect(system.upload('b.txt', 'x', viewer)).rejects.toMatchObject(forbidden);
  await expect(knowledge.documents.delete(viewer, document.id)).rejects.toMatchObject(forbidden);
  await expect(knowledge.bases.create(ben, { name: 'B', description: '' })).rejects.toMatchObject(
    forbidden,
  );
  await expect(system.search('x', { ...anna, scopes: ['ask'] })).rejects.toMatchObject(forbidden);
  expect(await knowledge.documents.get(viewer, document.id)).toMatchObject({ id: document.id });
});

test('equal bytes are kept once and go with the last document that has them', async () => {
  const one = await system.add('one.txt', LEAVE);
  const two = await system.add('two.txt', LEAVE);
  await system.knowledge.documents.delete(anna, one.id);
  expect(await system.stores.originals.size(one.hash)).toBe(LEAVE.length);
  expect((await system.search('annual leave')).passages.map((found) => found.documentId)).toEqual([
    two.id,
  ]);
  await system.knowledge.documents.delete(anna, two.id);
  expect(await system.stores.originals.size(one.hash)).toBeNull();
  expect((await system.search('annual leave')).passages).toEqual([]);
});

test('bases are made, counted, renamed and deleted with their documents', async () => {
  const { bases, documents } = system.knowledge;
  const base = await bases.create(anna, { name: 'Policies', description: 'All of them' });
  const document = await documents.addUpload(
    anna,
    { baseId: base.id, name: 'a.txt' },
    { bytes: bytesOf('Kingfisher policy.'), signal },
  );
  await system.settled(document.id);
  expect(await bases.update(anna, base.id, { name: 'Rules' })).toMatchObject({
    name: 'Rules',
    documents: 1,
  });
  expect(await bases.list(ben)).toMatchObject([
    { name: 'Documents', documents: 0 },
    { name: 'Rules', documents: 1 },
  ]);
  await system.stores.documents.update(document.id, { readers: ['user:anna'] });
  expect(await bases.list(anna)).toMatchObject([{ documents: 0 }, { documents: 1 }]);
  expect(await bases.list(ben)).toMatchObject([{ documents: 0 }, { documents: 0 }]);
  await bases.delete(anna, base.id);
  expect(await system.stores.documents.document(document.id)).toBeNull();
  expect((await bases.list(ben)).map(({ name }) => name)).toEqual(['Documents']);
});

test('what may not be read is not suggested either', async () => {
  const { id } = await system.add('a.md', '# Kingfishers\n\n## Nesting seasons\n\nIn spring.');
  expect((await system.knowledge.suggestions(ben)).join()).toContain('esting seasons');
  await system.stores.documents.update(id, { readers: ['user:anna'] });
  expect(await system.knowledge.suggestions(ben)).toEqual([]);
});

test('a file that is too large is refused and leaves nothing; an empty one becomes a failed document', async () => {
  await expect(system.upload('a.txt', 'x'.repeat(20_001))).rejects.toMatchObject({
    code: 'too-large',
  });
  expect((await system.knowledge.documents.list(anna, { limit: 5 })).items).toEqual([]);
  expect(await system.add('a.pdf', '')).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('empty'),
  });
});
