import { expect, test } from 'vitest';
import type { PlacedCitation } from '../domain/citation.ts';
import type { SourcePassage } from '../domain/message.ts';
import type { Principal } from '../domain/principal.ts';
import type { DocumentRegister } from '../ports/document-register.ts';
import { withholdFrom } from './readable.ts';

/** Law 7: rights count when a stored answer is read. */
const ada: Principal = {
  tenant: 'default',
  id: 'ada',
  kind: 'user',
  name: 'Ada',
  role: 'member',
  groups: ['finance'],
  scopes: ['ask'],
};

const registerWith = (readers: Record<string, string[]>): DocumentRegister =>
  ({
    versionOwner: async (id: string) =>
      readers[id] === undefined
        ? null
        : { document: { readers: readers[id] }, current: true, deleted: false },
  }) as unknown as DocumentRegister;

const said = (versionId: string) => {
  const place = {
    documentId: 'd',
    versionId,
    title: 'Pay',
    headings: ['Bands'],
    page: 1,
    start: 0,
    end: 6,
  };
  const citation: PlacedCitation = {
    ...place,
    kind: 'placed',
    id: 'c',
    offset: 3,
    passageNumber: 1,
    passageId: 'p',
    quote: 'secret',
  };
  const source: SourcePassage = { ...place, passageId: 'p', baseId: 'b', text: 'secret', score: 1 };
  return { citations: [citation], sources: [source] };
};

const read = async (readers: Record<string, string[]>) => {
  const [shown] = await withholdFrom([said('v')], ada, registerWith(readers));
  const [citation] = (shown?.citations ?? []) as PlacedCitation[];
  return { quote: citation?.quote, text: shown?.sources[0]?.text };
};

test.for([
  ['by everyone', ['everyone'], 'secret'],
  ['by her group', ['group:finance'], 'secret'],
  ['by herself', ['user:ada'], 'secret'],
  ['by others only', ['user:bob', 'group:board'], ''],
  ['by nobody', [], ''],
] as const)('what may be read now %s decides what is shown', async ([, readers, expected]) => {
  expect(await read({ v: [...readers] })).toEqual({ quote: expected, text: expected });
});

test('a text that is gone is withheld, and that something was cited stays', async () => {
  const [shown] = await withholdFrom([said('v')], ada, registerWith({}));
  expect(shown?.citations[0]).toMatchObject({ quote: '', title: 'Pay', headings: [] });
});
