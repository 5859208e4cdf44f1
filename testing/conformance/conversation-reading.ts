import { describe, expect, test } from 'vitest';
import { newId } from '../../src/lib/ids.ts';
import type { ConversationStore } from '../../src/ports/conversation-store.ts';
import { acceptanceOf, conversationOf, outcomeOf } from './conversation-samples.ts';
import { useTwoTenants, type OpenTwoTenants } from './two-tenants.ts';

export const conversationReadingConformance = (open: OpenTwoTenants<ConversationStore>): void => {
  const stores = useTwoTenants(open);

  const answered = async (ownerId: string, text: string, title = 'Untitled') => {
    const acceptance = acceptanceOf({
      ownerId,
      text,
      conversation: { ...conversationOf(ownerId), title },
    });
    await stores.here().accept(acceptance);
    await stores.here().finish(acceptance.turn.id, outcomeOf(`About ${text}: sixty degrees.`));
    return acceptance;
  };
  const pagesOf = async (ownerId: string, limit: number) => {
    const pages: string[][] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await stores.here().list({ ownerId, limit, ...(cursor ? { cursor } : {}) });
      pages.push(page.items.map(({ id }) => id));
      cursor = page.cursor;
    }
    return pages;
  };

  describe('lists', () => {
    test('newest first, in pages that neither repeat nor miss', async () => {
      const ownerId = newId('user');
      const made = Array.from({ length: 5 }, (_, place) => ({
        ...conversationOf(ownerId),
        updatedAt: 1_700_000_000_000 + Math.floor(place / 2), // two at the same time
      }));
      for (const conversation of made) await stores.here().create(conversation);
      const newestFirst = made
        .toSorted((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? 1 : -1))
        .map(({ id }) => id);
      const pages = await pagesOf(ownerId, 2);
      expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
      expect(pages.flat()).toEqual(newestFirst);
      expect(await pagesOf(ownerId, 5)).toEqual([newestFirst]);
      expect(await pagesOf(newId('user'), 5)).toEqual([[]]);
    });

    test.for(['', 'x', '!!!', 'bnVsbA', Buffer.from('1 \0').toString('base64url')])(
      'a cursor that is not ours is refused: %j',
      async (cursor) => {
        const request = { ownerId: newId('user'), limit: 5, cursor };
        await expect(stores.here().list(request)).rejects.toMatchObject({
          code: 'invalid-request',
          field: 'cursor',
        });
      },
    );
  });

  describe('search', () => {
    test.for([
      ['a word', 'boiler', 'Service of the boiler in the cellar'],
      ['case aside', 'BOILER', 'the boiler'],
      ['accents aside', 'uberdruck', 'Der Überdruck'],
      ['inside a word', 'wassertemp', 'Die Heisswassertemperatur'],
      ['two words, any order', 'cellar boiler', 'The boiler in the cellar'],
      ['Chinese without spaces', '锅炉温度', '请检查锅炉温度是否正常'],
      ['two Chinese characters', '温度', '请检查锅炉温度是否正常'],
      ['Japanese', 'ボイラー', '給湯ボイラーの点検'],
      ['two letters', 'pH', 'the pH value'],
      ['with signs of the query language', 'AND "boiler" OR', 'say AND "boiler" OR not'],
      ['a percent sign', '5%', 'by 5% more'],
    ])('finds %s', async ([, query = '', text = '']) => {
      const ownerId = newId('user');
      const { conversation, turn } = await answered(ownerId, text);
      await answered(ownerId, 'something else entirely');
      const hits = await stores.here().search({ ownerId, query, limit: 10 });
      expect(hits.map((hit) => hit.conversation.id)).toEqual([conversation.id]);
      expect([turn.userMessageId, turn.assistantMessageId]).toContain(hits[0]?.messageId);
      expect(hits[0]?.snippet).toContain(text);
      expect(await stores.here().search({ ownerId: newId('user'), query, limit: 10 })).toEqual([]);
      expect(await stores.there().search({ ownerId, query, limit: 10 })).toEqual([]);
    });

    test('finds titles, as they are now', async () => {
      const ownerId = newId('user');
      const { conversation } = await answered(ownerId, 'x', 'Holiday plans');
      const search = (query: string) => stores.here().search({ ownerId, query, limit: 10 });
      expect(await search('holiday')).toMatchObject([
        { snippet: 'Holiday plans', messageId: null },
      ]);
      await stores.here().update(conversation.id, ownerId, { title: 'Budget' });
      expect(await search('holiday')).toEqual([]);
      expect(await search('budget')).toHaveLength(1);
      await stores.here().delete(conversation.id, ownerId);
      expect(await search('budget')).toEqual([]);
    });

    test('gives a piece of a long text, and at most as many hits as asked', async () => {
      const ownerId = newId('user');
      await answered(ownerId, `${'before '.repeat(200)} needle ${'after '.repeat(200)}`);
      await answered(ownerId, 'another needle');
      const hits = await stores.here().search({ ownerId, query: 'needle', limit: 1 });
      expect(hits).toHaveLength(1);
      const [, older] = await stores.here().search({ ownerId, query: 'needle', limit: 2 });
      expect(older?.snippet).toMatch(/^….*needle.*…$/);
      expect(older?.snippet.length).toBeLessThan(250);
    });

    test.for(['', '   ', '"', '*', '\0'])('finds nothing for %j', async (query) => {
      const ownerId = newId('user');
      await answered(ownerId, 'some text');
      expect(await stores.here().search({ ownerId, query, limit: 10 })).toEqual([]);
    });
  });

  describe('changes', () => {
    test('a conversation is made, renamed and moved to another branch', async () => {
      const ownerId = newId('user');
      const { conversation, turn } = await answered(ownerId, 'x');
      const change = {
        title: 'New',
        titledByPerson: true,
        baseIds: ['a', 'b'],
        activeLeafId: turn.userMessageId,
      };
      expect(await stores.here().update(conversation.id, ownerId, change)).toBe(true);
      expect(await stores.here().conversation(conversation.id, ownerId)).toMatchObject(change);
      expect(await stores.here().update(conversation.id, ownerId, {})).toBe(true);
      const elsewhere = await answered(ownerId, 'y');
      const stray = { activeLeafId: elsewhere.turn.userMessageId };
      await expect(stores.here().update(conversation.id, ownerId, stray)).rejects.toMatchObject({
        code: 'not-found',
      });
      await expect(stores.here().create(conversation)).rejects.toMatchObject({ code: 'conflict' });
    });

    test('feedback is kept with the message', async () => {
      const ownerId = newId('user');
      const { turn } = await answered(ownerId, 'x');
      const id = turn.assistantMessageId;
      expect(await stores.here().setFeedback(id, ownerId, ['negative', 'wrong_citation'])).toBe(
        true,
      );
      expect(await stores.here().message(id, ownerId)).toMatchObject({
        feedback: ['negative', 'wrong_citation'],
      });
    });

    test('deleting takes all that hangs on it, and a key is free again', async () => {
      const ownerId = newId('user');
      const acceptance = acceptanceOf({ ownerId, key: 'k', clientId: 'c' });
      const { conversation, turn } = acceptance;
      await stores.here().accept(acceptance);
      expect(await stores.here().delete(conversation.id, ownerId)).toBe(true);
      expect(await stores.here().delete(conversation.id, ownerId)).toBe(false);
      expect(await stores.here().messages(conversation.id, ownerId)).toEqual([]);
      expect(await stores.here().turn(turn.id, ownerId)).toBeNull();
      expect((await stores.here().runningTurns()).map(({ id }) => id)).not.toContain(turn.id);
      const key = { principalId: ownerId, surface: turn.surface, key: 'k' };
      expect(await stores.here().turnByKey(key)).toBeNull();
      const client = { ownerId, surface: turn.surface, id: 'c' };
      expect(await stores.here().conversationByClientId(client)).toBeNull();
      expect(await stores.here().finish(turn.id, outcomeOf('late'))).toBe(false);
    });

    test('all of one owner are deleted, and nobody else’s', async () => {
      const [ownerId, other] = [newId('user'), newId('user')];
      const ids = [await answered(ownerId, 'x'), await answered(ownerId, 'y')];
      const kept = await answered(other, 'z');
      const deleted = await stores.here().deleteAll(ownerId);
      expect(deleted.toSorted()).toEqual(ids.map(({ conversation }) => conversation.id).toSorted());
      expect(await stores.here().deleteAll(ownerId)).toEqual([]);
      expect(await stores.here().conversation(kept.conversation.id, other)).not.toBeNull();
    });
  });

  test('what belongs to somebody else, or to another tenant, is not there', async () => {
    const ownerId = newId('user');
    const { conversation, turn } = await answered(ownerId, 'secret');
    const asked = (store: ConversationStore, owner: string, ids: { [name: string]: string }) => {
      const { conversation: id = '', turn: turnId = '', message = '' } = ids;
      return Promise.all([
        store.conversation(id, owner),
        store.messages(id, owner),
        store.message(message, owner),
        store.turn(turnId, owner),
        store.latestTurn(id, owner),
        store.update(id, owner, { title: 'taken', activeLeafId: message }),
        store.setFeedback(message, owner, ['positive']),
        store.delete(id, owner),
        store.deleteAll(owner),
      ]);
    };
    const real = { conversation: conversation.id, turn: turn.id, message: turn.assistantMessageId };
    const random = { conversation: newId('c'), turn: newId('t'), message: newId('m') };
    const nothing = await asked(stores.here(), newId('user'), random);
    expect(await asked(stores.here(), newId('user'), real)).toEqual(nothing);
    expect(await asked(stores.there(), ownerId, real)).toEqual(nothing);
    expect(await stores.here().conversation(conversation.id, ownerId)).toMatchObject({
      title: conversation.title,
    });
  });
};
