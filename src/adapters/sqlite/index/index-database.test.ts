import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { passage } from '../../../../testing/conformance/knowledge-index-samples.ts';
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

test('after a rest words are repaired again, also new ones', async () => {
  const writing = openForWriting(file, makeStemmer(1_000));
  const searching = openForSearch(file);
  const found = (query: string) =>
    searching.search(asked(query)).passages.map(({ documentId }) => documentId);
  await writing.publish({ documentId: 'pump', versionNumber: 1 }, [passage('pump')]);
  expect(found('techncian')).toEqual(['pump']);
  searching.rest();
  writing.rest();
  await writing.publish({ documentId: 'travel', versionNumber: 1 }, [passage('travel')]);
  expect(found('techncian')).toEqual(['pump']);
  expect(found('recipts')).toEqual(['travel']);
  searching.close();
  writing.close();
});

test('a publish that fails leaves what was there, and the next one works', async () => {
  const writing = openForWriting(file, makeStemmer(1_000));
  const searching = openForSearch(file);
  await writing.publish({ documentId: 'pump', versionNumber: 1 }, [passage('pump')]);
  const broken = { ...passage('pump', { id: 'new', text: 'Zebras graze.' }), start: Number.NaN };
  const before = writing.publish({ documentId: 'travel', versionNumber: 1 }, [passage('travel')]);
  const failing = writing.publish({ documentId: 'pump', versionNumber: 2 }, [
    passage('pump'),
    broken,
  ]);
  const after = writing.remove(['travel']);
  await expect(failing).rejects.toThrow('NOT NULL');
  await Promise.all([before, after]);
  expect(searching.search(asked('cooling pump')).passages).toHaveLength(1);
  expect(writing.contents()).toEqual(new Map([['pump', 1]]));
  const whole = { ...broken, start: 100 };
  await writing.publish({ documentId: 'pump', versionNumber: 2 }, [whole]);
  expect(searching.search(asked('zebars')).passages.map(({ id }) => id)).toEqual(['new']);
  searching.close();
  writing.close();
});

test('the language of a region is indexed as the language', async () => {
  const writing = openForWriting(file, makeStemmer(1_000));
  const text = 'Die Kündigungsfristen betragen drei Monate.';
  await writing.publish({ documentId: 'de', versionNumber: 1 }, [
    passage('de', { text, language: 'de-AT' }),
  ]);
  const searching = openForSearch(file);
  const { passages, language } = searching.search(asked('Kündigungsfrist'));
  expect(passages[0]?.language).toBe('de');
  expect(language).toBe('de');
  searching.close();
  writing.close();
});
