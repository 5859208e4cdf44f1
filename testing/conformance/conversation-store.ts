import { describe, expect, test } from 'vitest';
import { traceOf } from '../../src/domain/retrieval-trace.ts';
import { newId } from '../../src/lib/ids.ts';
import type { ConversationStore } from '../../src/ports/conversation-store.ts';
import { acceptanceOf, conversationOf, outcomeOf, sourceOf } from './conversation-samples.ts';
import { conversationReadingConformance } from './conversation-reading.ts';
import { useTwoTenants, type OpenTwoTenants } from './two-tenants.ts';

const usage = {
  promptTokens: 10,
  completionTokens: 5,
  cachedTokens: 0,
  estimated: true,
  costUsd: null,
};

export const conversationStoreConformance = (open: OpenTwoTenants<ConversationStore>): void => {
  conversationReadingConformance(open);
  const stores = useTwoTenants(open);

  describe('accept', () => {
    test('keeps message, turn and active leaf, as they were given', async () => {
      const owner = newId('user');
      const acceptance = acceptanceOf({ ownerId: owner });
      const { conversation, userMessage, assistantMessage, turn } = acceptance;
      expect(await stores.here().accept(acceptance)).toEqual({ outcome: 'accepted', turn });
      expect(await stores.here().messages(conversation.id, owner)).toEqual([
        userMessage,
        assistantMessage,
      ]);
      expect(await stores.here().turn(turn.id, owner)).toEqual(turn);
      expect(await stores.here().latestTurn(conversation.id, owner)).toEqual(turn);
      expect(await stores.here().runningTurns()).toContainEqual(turn);
      expect(await stores.here().conversation(conversation.id, owner)).toEqual({
        ...conversation,
        activeLeafId: assistantMessage.id,
        updatedAt: turn.createdAt,
      });
    });

    test('keeps images, files and odd text of a message', async () => {
      const owner = newId('user');
      const acceptance = acceptanceOf({ ownerId: owner });
      const { userMessage } = acceptance;
      if (!userMessage) throw new Error('The sample has a question');
      userMessage.parts = [
        { type: 'text', text: 'nul \0, emoji 👩‍🚒, "quotes"' },
        { type: 'image', mediaType: 'image/png', hash: 'ab', name: 'boiler.png' },
        { type: 'text', text: '' },
        { type: 'file', documentId: 'document_1', name: "Robert'); drop table messages" },
      ];
      await stores.here().accept(acceptance);
      expect(await stores.here().message(userMessage.id, owner)).toEqual(userMessage);
    });

    test('many at once with one key make one turn', async () => {
      const ownerId = newId('user');
      const conversation = conversationOf(ownerId);
      const accepted = await Promise.all(
        Array.from({ length: 50 }, () =>
          stores.here().accept(acceptanceOf({ ownerId, conversation, key: 'once' })),
        ),
      );
      expect(accepted.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(1);
      expect(new Set(accepted.map(({ turn }) => turn.id)).size).toBe(1);
      expect(await stores.here().messages(conversation.id, ownerId)).toHaveLength(2);
    });

    test('a key belongs to its principal and surface, and to one body', async () => {
      const ownerId = newId('user');
      const first = acceptanceOf({ ownerId, key: 'k', bodyHash: 'one' });
      await stores.here().accept(first);
      const other = acceptanceOf({ ownerId, key: 'k', bodyHash: 'two' });
      await expect(stores.here().accept(other)).rejects.toMatchObject({
        code: 'idempotency-mismatch',
      });
      expect(await stores.here().conversation(other.conversation.id, ownerId)).toBeNull();
      for (const others of [{ ownerId: newId('user') }, { ownerId, surface: 'openai' }]) {
        const acceptance = acceptanceOf({ ...others, key: 'k', bodyHash: 'two' });
        expect(await stores.here().accept(acceptance)).toMatchObject({ outcome: 'accepted' });
      }
      const used = { principalId: ownerId, surface: 'native', key: 'k' };
      expect(await stores.here().turnByKey(used)).toEqual({ turn: first.turn, bodyHash: 'one' });
      expect(await stores.here().turnByKey({ ...used, key: 'j' })).toBeNull();
    });

    test('a replay gives the turn as it is now, also a failed one', async () => {
      const ownerId = newId('user');
      const conversation = conversationOf(ownerId);
      const first = acceptanceOf({ ownerId, conversation, key: 'k' });
      await stores.here().accept(first);
      const problem = {
        code: 'upstream-failed' as const,
        title: 'Failed',
        detail: 'It failed.',
        retryable: true,
      };
      await stores.here().finish(first.turn.id, outcomeOf('', { state: 'failed', problem }));
      const again = await stores.here().accept(acceptanceOf({ ownerId, conversation, key: 'k' }));
      expect(again.outcome).toBe('replayed');
      expect(again.turn).toMatchObject({ id: first.turn.id, state: 'failed', problem });
      expect(again.turn.endedAt).toBeGreaterThan(0);
    });

    test('nothing of it stays when part of it is refused', async () => {
      const ownerId = newId('user');
      const stranger = newId('user');
      const acceptance = acceptanceOf({ ownerId });
      await stores.here().accept(acceptance);
      const { conversation } = acceptance;
      const intruder = acceptanceOf({ ownerId: stranger, conversation, key: 'k' });
      const orphan = acceptanceOf({ ownerId, parentId: newId('message'), key: 'k' });
      for (const refused of [intruder, orphan]) {
        await expect(stores.here().accept(refused)).rejects.toMatchObject({ code: 'not-found' });
        const { principalId, surface } = refused.turn;
        expect(await stores.here().turnByKey({ principalId, surface, key: 'k' })).toBeNull();
      }
      expect(await stores.here().conversation(orphan.conversation.id, ownerId)).toBeNull();
      expect(await stores.here().messages(conversation.id, ownerId)).toHaveLength(2);
    });

    test('an answer can be made again: a second branch of the same question', async () => {
      const ownerId = newId('user');
      const first = acceptanceOf({ ownerId });
      await stores.here().accept(first);
      const parentId = first.turn.userMessageId;
      const again = acceptanceOf({ ownerId, conversation: first.conversation });
      again.userMessage = null;
      again.assistantMessage = { ...again.assistantMessage, parentId };
      again.turn = { ...again.turn, userMessageId: parentId };
      await stores.here().accept(again);
      const messages = await stores.here().messages(first.conversation.id, ownerId);
      expect(messages.map((message) => message.parentId)).toEqual([null, parentId, parentId]);
      expect(await stores.here().latestTurn(first.conversation.id, ownerId)).toEqual(again.turn);
    });

    test("a client's own id leads to the conversation, for that client on that surface", async () => {
      const ownerId = newId('user');
      const { conversation, turn } = acceptanceOf({ ownerId });
      const first = acceptanceOf({ ownerId, conversation, clientId: 'chat-1' });
      await stores.here().accept(first);
      const { id: leaf } = first.assistantMessage;
      const known = { ...conversation, activeLeafId: leaf };
      const next = acceptanceOf({
        ownerId,
        conversation: known,
        parentId: leaf,
        clientId: 'chat-1',
      });
      await stores.here().accept(next);
      const client = { ownerId, surface: turn.surface, id: 'chat-1' };
      expect(await stores.here().conversationByClientId(client)).toMatchObject({
        id: conversation.id,
      });
      for (const other of [{ ownerId: newId('user') }, { surface: 'openai' }, { id: 'chat-2' }])
        expect(await stores.here().conversationByClientId({ ...client, ...other })).toBeNull();
      const elsewhere = acceptanceOf({ ownerId, clientId: 'chat-1' });
      await expect(stores.here().accept(elsewhere)).rejects.toMatchObject({ code: 'conflict' });
    });

    test('of several that go on from the same leaf at once, one is accepted', async () => {
      const ownerId = newId('user');
      const conversation = conversationOf(ownerId);
      const asked = Array.from({ length: 5 }, () => acceptanceOf({ ownerId, conversation }));
      const ends = await Promise.allSettled(asked.map((each) => stores.here().accept(each)));
      const refused = ends.filter((end) => end.status === 'rejected');
      expect(refused.map(({ reason }) => reason.code)).toEqual(Array(4).fill('in-progress'));
      expect(await stores.here().messages(conversation.id, ownerId)).toHaveLength(2);
    });
  });

  describe('a running turn', () => {
    test('keeps what there is so far, and ends once', async () => {
      const ownerId = newId('user');
      const { turn, assistantMessage, conversation } = acceptanceOf({ ownerId });
      const acceptance = acceptanceOf({ ownerId, conversation });
      await stores.here().accept(acceptance);
      const { id } = acceptance.turn;
      const messageId = acceptance.assistantMessage.id;
      const sources = [sourceOf(newId('version'))];
      await stores.here().savePartial(id, { text: 'Keep', citations: [], sources });
      expect(await stores.here().message(messageId, ownerId)).toMatchObject({
        state: 'streaming',
        parts: [{ type: 'text', text: 'Keep' }],
        sources,
      });
      const ends = await Promise.all(
        ['one', 'two', 'three'].map((text) =>
          stores.here().finish(id, outcomeOf(text, { sources, usage, abstained: true })),
        ),
      );
      expect(ends.filter((took) => took)).toHaveLength(1);
      await stores.here().savePartial(id, { text: 'late', citations: [], sources: [] });
      const winner = ['one', 'two', 'three'][ends.indexOf(true)];
      expect(await stores.here().message(messageId, ownerId)).toMatchObject({
        state: 'complete',
        parts: [{ type: 'text', text: winner }],
        sources,
        usage,
        abstained: true,
      });
      expect(await stores.here().turn(id, ownerId)).toMatchObject({ state: 'completed' });
      const running = await stores.here().runningTurns();
      expect(running.map((one) => one.id)).not.toContain(id);
      expect(await stores.here().finish(turn.id, outcomeOf(assistantMessage.id))).toBe(false);
    });

    test.for(['stopped', 'failed', 'interrupted'] as const)('ends as %s', async (state) => {
      const ownerId = newId('user');
      const acceptance = acceptanceOf({ ownerId });
      await stores.here().accept(acceptance);
      expect(await stores.here().finish(acceptance.turn.id, outcomeOf('half', { state }))).toBe(
        true,
      );
      const message = await stores.here().message(acceptance.assistantMessage.id, ownerId);
      expect(message).toMatchObject({ state, parts: [{ type: 'text', text: 'half' }] });
    });

    test('keeps how its passages were found, for its owner', async () => {
      const ownerId = newId('user');
      const acceptance = acceptanceOf({ ownerId });
      const messageId = acceptance.assistantMessage.id;
      await stores.here().accept(acceptance);
      expect(await stores.here().why(messageId, ownerId)).toBeNull();
      const why = traceOf('What is kept?');
      await stores.here().finish(acceptance.turn.id, outcomeOf('x', { why }));
      expect(await stores.here().why(messageId, ownerId)).toEqual(why);
      expect(await stores.here().why(messageId, newId('user'))).toBeNull();
      expect(await stores.there().why(messageId, ownerId)).toBeNull();
      expect(await stores.here().message(messageId, ownerId)).not.toHaveProperty('why');
    });

    test('notes the versions its answer points at, until it is deleted', async () => {
      const ownerId = newId('user');
      const acceptance = acceptanceOf({ ownerId });
      const { conversation, turn } = acceptance;
      const [cited, unused] = [newId('version'), newId('version')];
      await stores.here().accept(acceptance);
      const partial = { text: 'x', citations: [], sources: [sourceOf(cited)] };
      await stores.here().savePartial(turn.id, partial);
      await stores.here().finish(turn.id, outcomeOf('x', partial));
      expect(await stores.here().citedVersions([cited, unused])).toEqual(new Set([cited]));
      expect(await stores.here().citedVersions([])).toEqual(new Set());
      expect(await stores.here().citedVersions([cited, unused], ownerId)).toEqual(new Set([cited]));
      expect(await stores.here().citedVersions([cited], newId('user'))).toEqual(new Set());
      expect(await stores.there().citedVersions([cited])).toEqual(new Set());
      await stores.here().delete(conversation.id, ownerId);
      expect(await stores.here().citedVersions([cited])).toEqual(new Set());
    });
  });
};
