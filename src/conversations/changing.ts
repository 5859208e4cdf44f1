import { leafBelow, type Conversation } from '../domain/conversation.ts';
import type { Principal } from '../domain/principal.ts';
import { Problem } from '../domain/problem.ts';
import { demandBases } from '../knowledge/asked-bases.ts';
import { newId } from '../lib/ids.ts';
import type { TenantDoor, TenantStores } from '../ports/tenant-stores.ts';
import type { Conversations } from './history.ts';
import { findConversation, listedOne, noMessage, runningByConversation } from './listed.ts';

export type ChangingNeeds = {
  tenants: TenantDoor;
  /** Ends a running turn, so that nothing writes into what is deleted. */
  stopTurn(principal: Principal, turnId: string): Promise<boolean>;
  /** Removes the conversation's private base with its documents. */
  deleteAttachments(principal: Principal, conversationId: string): Promise<void>;
  /** Removes the images of deleted questions, unless something else holds them. */
  deleteImages(principal: Principal, hashes: ReadonlySet<string>): Promise<void>;
};
type Changing = Pick<Conversations, 'create' | 'change' | 'delete' | 'deleteAll' | 'giveFeedback'>;

export const changingHistory = (needs: ChangingNeeds): Changing => {
  const open = (principal: Principal) => needs.tenants.open(principal.tenant);

  return {
    async create(principal, { title, baseIds }) {
      const stores = await open(principal);
      await demandBases(stores, principal, baseIds);
      const now = Date.now();
      const conversation: Conversation = {
        id: newId('cnv', now),
        ownerId: principal.id,
        title: title ?? 'New conversation',
        titledByPerson: title !== undefined,
        baseIds: baseIds ?? [],
        activeLeafId: null,
        createdAt: now,
        updatedAt: now,
      };
      await stores.conversations.create(conversation);
      return { ...conversation, runningTurnId: null };
    },

    async change(principal, id, { title, baseIds, activeLeafId }) {
      const stores = await open(principal);
      await findConversation(stores, principal, id);
      await demandBases(stores, principal, baseIds);
      await stores.conversations.update(id, principal.id, {
        ...(title === undefined ? {} : { title, titledByPerson: true }),
        ...(baseIds === undefined ? {} : { baseIds }),
        ...(activeLeafId === undefined
          ? {}
          : { activeLeafId: await newestLeaf(stores, principal, { id, messageId: activeLeafId }) }),
      });
      return listedOne(stores, principal, await findConversation(stores, principal, id));
    },

    async delete(principal, id) {
      const stores = await open(principal);
      await findConversation(stores, principal, id);
      const latest = await stores.conversations.latestTurn(id, principal.id);
      if (latest?.state === 'running') await needs.stopTurn(principal, latest.id);
      const of = { ownerId: principal.id, conversationId: id };
      const images = await stores.conversations.imageHashes(of);
      // The conversation first: what only it cited goes with its attachments.
      await stores.conversations.delete(id, principal.id);
      await needs.deleteAttachments(principal, id);
      await needs.deleteImages(principal, images);
    },

    async deleteAll(principal) {
      const stores = await open(principal);
      const running = await runningByConversation(stores, principal);
      await Promise.all([...running.values()].map((turnId) => needs.stopTurn(principal, turnId)));
      const images = await stores.conversations.imageHashes({ ownerId: principal.id });
      const deleted = await stores.conversations.deleteAll(principal.id);
      for (const id of deleted) await needs.deleteAttachments(principal, id);
      await needs.deleteImages(principal, images);
      return deleted.length;
    },

    async giveFeedback(principal, messageId, feedback) {
      const { conversations } = await open(principal);
      if (await conversations.setFeedback(messageId, principal.id, feedback)) return;
      throw noMessage();
    },
  };
};

const newestLeaf = async (
  { conversations }: TenantStores,
  principal: Principal,
  { id, messageId }: { id: string; messageId: string },
): Promise<string> => {
  const tree = await conversations.messages(id, principal.id);
  if (tree.some((message) => message.id === messageId)) return leafBelow(tree, messageId);
  throw new Problem('not-found', 'There is no such message.', { field: 'activeLeafId' });
};
