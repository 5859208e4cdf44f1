import { afterAll, beforeAll, expect, test } from 'vitest';
import { anna, openIngesting } from '../../testing/fixtures/ingesting.ts';

let system: Awaited<ReturnType<typeof openIngesting>>;
beforeAll(async () => {
  system = await openIngesting();
});
afterAll(() => system.close());

test.for([
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\anna\\plan.txt', 'plan.txt'],
  ['plan\r\nX-Evil: yes.txt', 'planX-Evil: yes.txt'],
  ['\u202Etxt.exe\u200F.md', 'txt.exe.md'],
  ['..', '..'],
  ['\u0000', 'Unnamed document'],
  ['Bericht Größe 日本.txt', 'Bericht Größe 日本.txt'],
])('a name is for people only: %j', async ([given = '', shown = '']) => {
  expect((await system.upload(given, 'Words.')).name).toBe(shown);
});

test('a long name is cut without losing its end or half a character', async () => {
  const { name } = await system.upload(`${'😀'.repeat(150)}.md`, '# Words');
  expect(name.endsWith('.md')).toBe(true);
  expect(name.length).toBeLessThanOrEqual(200);
  expect(name.isWellFormed()).toBe(true);
  const cut = await system.upload(`a${'😀'.repeat(150)}.md`, '# Words');
  expect(cut.name.isWellFormed()).toBe(true);
});

test('equal names are two documents; one of them is deleted alone', async () => {
  const [first, second] = [
    await system.add('plan.txt', 'The code word is kingfisher.'),
    await system.add('plan.txt', 'The code word is cormorant.'),
  ];
  expect(second.id).not.toBe(first.id);
  await system.knowledge.documents.delete(anna, first.id);
  expect((await system.search('cormorant')).passages).toHaveLength(1);
  expect((await system.search('kingfisher')).passages).toEqual([]);
});
