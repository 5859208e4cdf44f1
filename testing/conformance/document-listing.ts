import { describe, expect, test } from 'vitest';
import type { Document } from '../../src/domain/document.ts';
import { newId } from '../../src/lib/ids.ts';
import type { DocumentQuery, DocumentRegister } from '../../src/ports/document-register.ts';

type Added = (change?: Partial<Document>) => Promise<Document>;
type Wish = Omit<DocumentQuery, 'baseIds' | 'limit'>;

const DAY = 86_400_000;

const listingOf = (register: () => DocumentRegister) => {
  const newBase = async (): Promise<string> => {
    const id = newId('base');
    const rest = { description: '', conversationId: null, prompt: '', questions: [], createdAt: 1 };
    await register().addBase({ id, name: 'Manuals', readers: ['everyone'], ...rest });
    return id;
  };
  const found = async (baseIds: string[], wish: Wish, limit = 100): Promise<string[]> => {
    const names: string[] = [];
    const seen = { baseIds, limit, ...wish };
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await register().documents({ ...seen, ...(cursor ? { cursor } : {}) });
      names.push(...page.items.map(({ name }) => name));
      // A page that is not the last one is full.
      if (page.cursor !== null) expect(page.items).toHaveLength(limit);
      cursor = page.cursor;
    }
    expect(await register().countFound(seen)).toBe(names.length);
    return names;
  };

  return { newBase, found };
};

const findingConformance = (register: () => DocumentRegister, added: Added): void => {
  const { newBase, found } = listingOf(register);
  describe('documents are found', () => {
    test('by words of name and title: all of them, inside words too, case and accents aside', async () => {
      const baseId = await newBase();
      const shelf: [name: string, title: string][] = [
        ['Reisekosten Müller.pdf', 'Übersicht 2026'],
        ['mu\u0308ller decomposed.txt', 'Accents apart'],
        ['tieng viet.md', 'Tiếng Việt'],
        ['会議の議事録.docx', '東京'],
        ['C# "100%" a_b.md', 'Odd signs'],
      ];
      for (const [at, [name, title]] of shelf.entries())
        await added({ baseId, name, title, createdAt: DAY + at });
      const names = shelf.map(([name]) => name);
      const cases: [words: string, places: number[]][] = [
        ['kosten MULLER', [0]],
        ['müller', [1, 0]],
        ['ubersicht 26', []],
        ['ubersicht 20', [0]],
        ['Übersicht reise', [0]],
        ['mü', [1, 0]],
        ['việt', [2]],
        ['VIET', [2]],
        ['議事', [3]],
        ['東京 会議', [3]],
        ['C#', [4]],
        ['100%', [4]],
        ['a_b', [4]],
        ['axb', []],
        ['"', [4]],
        ['OR', []],
        ['NOT title:x*', []],
        ['   ', [4, 3, 2, 1, 0]],
      ];
      for (const [words, places] of cases)
        expect([words, await found([baseId], { words })]).toEqual([
          words,
          places.map((at) => names[at]),
        ]);
    });

    test('by what they are called now, until they are deleted', async () => {
      const baseId = await newBase();
      const { id } = await added({ baseId, name: 'first.md', title: 'Boiler' });
      await register().update(id, { title: 'Kettle' });
      expect(await found([baseId], { words: 'boiler' })).toEqual([]);
      expect(await found([baseId], { words: 'kettle first' })).toEqual(['first.md']);
      await register().update(id, { name: 'second.md' });
      expect(await found([baseId], { words: 'first' })).toEqual([]);
      await register().delete(id);
      expect(await found([baseId], { words: 'kettle' })).toEqual([]);
      await added({ baseId, id, name: 'third.md', title: 'Come back' });
      expect(await found([baseId], { words: 'kettle' })).toEqual([]);
      expect(await found([baseId], { words: 'third' })).toEqual(['third.md']);
    });

    test('by metadata: one of the values for every name, compared as text', async () => {
      const baseId = await newBase();
      const first = await added({ baseId, name: 'a', metadata: { tags: ['x', 'y'], year: 2026 } });
      await added({ baseId, name: 'b', createdAt: DAY, metadata: { tags: ['y'], draft: true } });
      await added({ baseId, name: 'c', createdAt: DAY, metadata: { 'odd "name".$': 'x' } });
      const by = (filter: Record<string, string[]>) => found([baseId], { filter });
      expect(await by({ tags: ['y'] })).toEqual(['a', 'b']);
      expect(await by({ tags: ['x', 'z'] })).toEqual(['a']);
      expect(await by({ tags: ['y'], year: ['2026'] })).toEqual(['a']);
      expect(await by({ tags: ['y'], draft: ['true'] })).toEqual(['b']);
      expect(await by({ 'odd "name".$': ['x'] })).toEqual(['c']);
      expect(await by({ tags: ['Y'] })).toEqual([]);
      await register().update(first.id, { metadata: { tags: ['z'] } });
      expect(await by({ tags: ['y'] })).toEqual(['b']);
      expect(await by({ tags: ['z'] })).toEqual(['a']);
      await register().delete(first.id);
      expect(await by({ tags: ['z'] })).toEqual([]);
    });
  });
};

const pagingConformance = (register: () => DocumentRegister, added: Added): void => {
  const { newBase, found } = listingOf(register);
  describe('documents are listed', () => {
    test('in full pages of what the reader may read', async () => {
      const baseId = await newBase();
      for (let at = 0; at < 12; at += 1) {
        const readers = at % 3 === 0 ? ['group:a', 'everyone'] : ['group:b'];
        await added({ baseId, name: `${at}`, createdAt: DAY + at, readers });
      }
      expect(await found([baseId], { readers: ['everyone', 'user:x'] }, 2)).toEqual([
        '9',
        '6',
        '3',
        '0',
      ]);
      expect(await found([baseId], { readers: ['user:x'] }, 2)).toEqual([]);
      expect(await found([baseId], { readers: [] })).toEqual([]);
      expect(await found([baseId], { readers: ['group:a', 'group:b'] }, 5)).toHaveLength(12);
    });

    test('newest first, by name, or what changed last first; over several bases too', async () => {
      const bases = [await newBase(), await newBase()];
      const shelf = ['b.md', 'A.md', 'c "quoted"\n.md', 'a.md', 'd.md'];
      for (const [at, name] of shelf.entries())
        await added({
          baseId: bases[at % 2] ?? '',
          id: `document_${newId('x')}_${at}`,
          name,
          createdAt: DAY + at,
          updatedAt: DAY - (at % 3),
        });
      const byName = await found(bases, { order: 'name' }, 1);
      expect(byName.slice(0, 2).toSorted()).toEqual(['A.md', 'a.md']);
      expect(byName.slice(2)).toEqual(['b.md', 'c "quoted"\n.md', 'd.md']);
      expect(await found(bases, { order: 'newest' }, 2)).toEqual(shelf.toReversed());
      const byChange = await found(bases, { order: 'changed' }, 2);
      expect(byChange.slice(0, 2).toSorted()).toEqual(['a.md', 'b.md']);
      expect(byChange.at(-1)).toBe('c "quoted"\n.md');
      const first = bases.slice(0, 1);
      expect(await found(first, { order: 'name' }, 1)).toEqual(['b.md', 'c "quoted"\n.md', 'd.md']);
    });

    test('a cursor of another order is refused', async () => {
      const baseId = await newBase();
      await added({ baseId });
      await added({ baseId });
      const query = { baseIds: [baseId], limit: 1 };
      const byName = await register().documents({ ...query, order: 'name' });
      const wrong = register().documents({ ...query, cursor: byName.cursor ?? '' });
      await expect(wrong).rejects.toMatchObject({ code: 'invalid-request' });
    });
  });
};

/** Finding documents among many: by words, metadata and readers, in an order, page by page. */
export const documentListingConformance = (
  register: () => DocumentRegister,
  added: Added,
): void => {
  findingConformance(register, added);
  pagingConformance(register, added);
};
