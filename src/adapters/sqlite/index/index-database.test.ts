import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { indexed, passage } from '../../../../testing/conformance/knowledge-index-samples.ts';
import { makeStemmer } from '../../../lib/language/stems.ts';
import { openForSearch, openForWriting } from './index-database.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docent-index-'));
  file = join(folder, 'index.db');
});
afterEach(() => rm(folder, { recursive: true }));

const asked = (query: string) => ({ query, baseIds: ['base'], readers: ['everyone'], limit: 5 });

test('words are repaired by those of an index that was opened again, also by new ones', async () => {
  const first = openForWriting(file, makeStemmer(1_000));
  await first.publish(indexed('pump'), [passage('pump')]);
  first.close();
  const writing = openForWriting(file, makeStemmer(1_000));
  const searching = openForSearch(file);
  const found = (query: string) =>
    searching.search(asked(query)).passages.map(({ documentId }) => documentId);
  expect(found('techncian')).toEqual(['pump']);
  await writing.publish(indexed('travel'), [passage('travel')]);
  expect(found('techncian')).toEqual(['pump']);
  expect(found('recipts')).toEqual(['travel']);
  searching.close();
  writing.close();
});

test('opening an index that is whole writes nothing', async () => {
  const first = openForWriting(file, makeStemmer(1_000));
  await first.publish(indexed('pump'), [passage('pump')]);
  first.close();
  const before = await readFile(file);
  const again = openForWriting(file, makeStemmer(1_000));
  expect(again.contents()).toEqual(new Map([['pump', 1]]));
  again.close();
  expect((await readFile(file)).equals(before)).toBe(true);
});

test('an index that was made half is completed', async () => {
  const half = new DatabaseSync(file);
  half.exec(
    'create table words (run integer primary key, size integer not null, stems text not null, marks blob not null)',
  );
  half.close();
  const writing = openForWriting(file, makeStemmer(1_000));
  await writing.publish(indexed('pump'), [passage('pump')]);
  const searching = openForSearch(file);
  expect(searching.search(asked('pump')).passages).toHaveLength(1);
  searching.close();
  writing.close();
});

test('a publish that fails leaves what was there, and the next one works', async () => {
  const writing = openForWriting(file, makeStemmer(1_000));
  const searching = openForSearch(file);
  await writing.publish(indexed('pump'), [passage('pump')]);
  const broken = { ...passage('pump', { id: 'new', text: 'Zebras graze.' }), start: Number.NaN };
  const before = writing.publish(indexed('travel'), [passage('travel')]);
  const failing = writing.publish(indexed('pump', 2), [passage('pump'), broken]);
  const after = writing.remove(['travel']);
  await expect(failing).rejects.toThrow('NOT NULL');
  await Promise.all([before, after]);
  expect(searching.search(asked('cooling pump')).passages).toHaveLength(1);
  expect(writing.contents()).toEqual(new Map([['pump', 1]]));
  const whole = { ...broken, start: 100 };
  await writing.publish(indexed('pump', 2), [whole]);
  expect(searching.search(asked('zebars')).passages.map(({ id }) => id)).toEqual(['new']);
  searching.close();
  writing.close();
});

test('the language of a region is indexed as the language', async () => {
  const writing = openForWriting(file, makeStemmer(1_000));
  const text = 'Die Kündigungsfristen betragen drei Monate.';
  await writing.publish(indexed('de'), [passage('de', { text, language: 'de-AT' })]);
  const searching = openForSearch(file);
  const { passages, language } = searching.search(asked('Kündigungsfrist'));
  expect(passages[0]?.language).toBe('de');
  expect(language).toBe('de');
  searching.close();
  writing.close();
});

test('the passage whose own heading is asked for comes before others below the same chapter', async () => {
  const writing = openForWriting(file, makeStemmer(1_000));
  const below = (id: string, heading: string, text: string) =>
    passage('handbook', { id, headings: ['5. Parental leave and other leave', heading], text });
  await writing.publish(indexed('handbook'), [
    below('bereavement', 'Bereavement', 'After the death of a parent there are ten days of leave.'),
    below(
      'parental',
      'Parental leave',
      `You get 18 weeks at full pay. ${'It may be shared. '.repeat(4)}`,
    ),
    below('return', 'Return after parental leave', 'You come back to the same job.'),
  ]);
  for (const other of ['post', 'repairs', 'visas', 'refunds', 'parking', 'laundry'])
    await writing.publish(indexed(other), [
      passage(other, { text: `For ${other} we need some days.` }),
    ]);
  const searching = openForSearch(file);
  const best = (query: string) => searching.search(asked(query)).passages[0]?.id;
  expect(best('How many days of parental leave?')).toBe('parental');
  expect(best('Parental leave')).toBe('parental');
  expect(best('May I return to my job?')).toBe('return');
  searching.close();
  writing.close();
});

test('words of many documents are kept in few rows, each word in few of them', async () => {
  const writing = openForWriting(file, makeStemmer(1_000));
  for (let number = 0; number < 200; number += 1)
    await writing.publish(indexed(`d${number}`), [
      passage(`d${number}`, { text: `The unique${String(number).padStart(4, 'x')} technician.` }),
    ]);
  const database = new DatabaseSync(file);
  const runs = database.prepare('select stems from words').all();
  database.close();
  expect(runs.length).toBeLessThan(20);
  const words = runs.flatMap(({ stems }) => String(stems).split(' '));
  expect(new Set(words).size).toBeGreaterThan(200);
  expect(words.filter((word) => word === 'technician').length).toBeLessThan(5);
  const searching = openForSearch(file);
  expect(searching.search(asked('techncian')).passages).toHaveLength(5);
  searching.close();
  writing.close();
});

test('a single word is looked for in every language of the base, a question first in its own', async () => {
  const writing = openForWriting(file, makeStemmer(1_000));
  const texts: [string, string][] = [
    ['en', 'The periods of notice are three months. Contact: Meyer.'],
    ['en', 'The rooms are heated from October on.'],
    ['de', 'Die Kündigungsfristen betragen drei Monate. Ansprechpartner ist Meyer.'],
  ];
  for (const [number, [language, text]] of texts.entries())
    await writing.publish(indexed(`${language}${number}`), [
      passage(`${language}${number}`, { text, language, title: '', headings: [] }),
    ]);
  const searching = openForSearch(file);
  const first = (query: string) => {
    const { passages, language } = searching.search(asked(query));
    return [passages[0]?.documentId, language];
  };
  expect(first('Kündigungsfrist')).toEqual(['de2', 'de']);
  expect(first('notices')).toEqual(['en0', 'en']);
  expect(first('Wer ist Meyer?')).toEqual(['de2', 'de']);
  expect(first('Who is Meyer?')).toEqual(['en0', 'en']);
  searching.close();
  writing.close();
});

test('function words of a language that no passage is in bring nothing up', async () => {
  const writing = openForWriting(file, makeStemmer(1_000));
  await writing.publish(indexed('river'), [
    passage('river', { text: 'To die at the bottom of a river.', title: '', headings: [] }),
  ]);
  const searching = openForSearch(file);
  expect(searching.search(asked('Wie hoch sind die Kosten, die wir haben?')).passages).toEqual([]);
  expect(searching.search(asked('Who may die?')).passages).toHaveLength(1);
  searching.close();
  writing.close();
});
