import { expect, test } from 'vitest';
import type { PlacedCitation } from '../domain/citation.ts';
import { textOf, type Message, type SourcePassage } from '../domain/message.ts';
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
    versionOwners: async (ids: readonly string[]) =>
      new Map(
        ids
          .filter((id) => readers[id] !== undefined)
          .map((id) => {
            const baseReaders = ['everyone'];
            const document = { readers: readers[id] };
            return [id, { document, baseReaders, current: true, deleted: false }];
          }),
      ),
  }) as unknown as DocumentRegister;

const said = (versionId: string, text = ''): Message => {
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
  return {
    id: 'm',
    conversationId: 'cnv',
    parentId: 'q',
    role: 'assistant',
    parts: text === '' ? [] : [{ type: 'text', text }],
    state: 'complete',
    turnId: 't',
    createdAt: 1,
    citations: [citation],
    sources: [source],
    abstained: false,
    usage: null,
    feedback: [],
  };
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

const board = registerWith({ hidden: ['group:board'], open: ['everyone'] });
/** Quotes of the two documents in turn, as the extractive answerer writes them. */
const quoting = (...versionIds: string[]): Message => {
  let text = 'From your documents:';
  const all = versionIds.map((versionId) => {
    text += '\n\n> secret';
    const [citation] = said(versionId).citations as PlacedCitation[];
    return { ...said(versionId), citation: { ...citation, offset: text.length } as PlacedCitation };
  });
  return {
    ...said('open', text),
    citations: all.map(({ citation }) => citation),
    sources: all.flatMap(({ sources }) => sources),
  };
};
const shownOf = async (message: Message) => {
  const [shown = message] = await withholdFrom([message], ada, board);
  return { text: textOf(shown), offsets: shown.citations.map(({ offset }) => offset) };
};

test('the answer itself loses the words of what may not be read any more, and only these', async () => {
  const { text, offsets } = await shownOf(quoting('open', 'hidden', 'open', 'hidden'));
  expect(text).toBe('From your documents:\n\n> secret\n\n> […]\n\n> secret\n\n> […]');
  expect(offsets.map((offset) => text.slice(0, offset).split('> ').at(-1))).toEqual([
    'secret',
    '[…]',
    'secret',
    '[…]',
  ]);
  const untouched = quoting('open', 'open');
  expect((await shownOf(untouched)).text).toBe(textOf(untouched));
});

test('a quotation that a stop left without its citation is withheld too', async () => {
  const message = { ...quoting('open', 'hidden'), state: 'stopped' as const };
  const stopped = { ...message, citations: message.citations.slice(0, 1) };
  expect((await shownOf(stopped)).text).toBe('From your documents:\n\n> secret\n\n> […]');
});

test('what a model wrote in its own words stays, and so does what a person asked', async () => {
  const own = { ...said('hidden', 'It is said to be a secret, mostly.') };
  expect((await shownOf(own)).text).toBe('It is said to be a secret, mostly.');
  const asked = { ...quoting('hidden'), role: 'user' as const };
  expect((await shownOf(asked)).text).toBe(textOf(asked));
});
