import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { runBundle } from './bundle.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docent-bundle-'));
});
afterAll(() => rm(folder, { recursive: true }));

const run = () =>
  runBundle<{ word(): string }>(pathToFileURL(join(folder, 'program.cjs')), {
    name: 'kept',
    folder,
  });
const says = (word: string) =>
  writeFile(
    join(folder, 'program.cjs'),
    `const { basename } = require('node:path'); exports.word = () => basename('${word}');`,
  );
const kept = () => readFile(join(folder, 'kept'));

beforeEach(async () => {
  await says('one');
  const { exports, keep } = run();
  exports.word();
  await keep();
});

test('what was kept is taken the next time, and not kept again', async () => {
  const before = await kept();
  await rm(join(folder, 'kept'));
  await writeFile(join(folder, 'kept'), before);
  const { exports, keep } = run();
  await rm(join(folder, 'kept'));
  await keep();
  expect(exports.word()).toBe('one');
  expect(await readdir(folder)).toEqual(['program.cjs']);
});

test('a new program of the same length is not run as the one before', async () => {
  const before = await kept();
  await says('two');
  const { exports, keep } = run();
  expect(exports.word()).toBe('two');
  await keep();
  expect(await kept()).not.toEqual(before);
  expect(run().exports.word()).toBe('two');
});

test.for([
  ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
  ['of zeros', (bytes: Buffer) => Buffer.alloc(bytes.length)],
  ['with other bytes', (bytes: Buffer) => bytes.fill(0xff, bytes.length - 64)],
  ['empty', () => Buffer.alloc(0)],
] as const)('what is %s on the disk is not given to V8, and made anew', async ([, damage]) => {
  const whole = await kept();
  const damaged = damage(Buffer.from(whole));
  await writeFile(join(folder, 'kept'), damaged);
  const { exports, keep } = run();
  expect(exports.word()).toBe('one');
  await keep();
  expect(await kept()).not.toEqual(damaged);
});

test('what could not be put in its place leaves nothing behind', async () => {
  await rm(join(folder, 'kept'));
  await mkdir(join(folder, 'kept', 'in the way'), { recursive: true });
  await expect(run().keep()).rejects.toThrow('kept');
  const left = await readdir(folder);
  await rm(join(folder, 'kept'), { recursive: true });
  expect(left.toSorted()).toEqual(['kept', 'program.cjs']);
});

test('a folder that cannot be written fails what keeps, not what runs', async () => {
  await rm(join(folder, 'kept'));
  const { exports, keep } = runBundle<{ word(): string }>(
    pathToFileURL(join(folder, 'program.cjs')),
    { name: 'kept', folder: join(folder, 'nowhere') },
  );
  expect(exports.word()).toBe('one');
  await expect(keep()).rejects.toThrow('ENOENT');
});
