import type { Conversation } from '../domain/conversation.ts';
import type { Principal } from '../domain/principal.ts';
import { Problem } from '../domain/problem.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import type { ListedConversation } from './history.ts';

const noConversation = (): Problem => new Problem('not-found', 'There is no such conversation.');
export const noMessage = (): Problem => new Problem('not-found', 'There is no such message.');

export const findConversation = async (
  stores: TenantStores,
  principal: Principal,
  id: string,
): Promise<Conversation> => {
  const found = await stores.conversations.conversation(id, principal.id);
  if (!found) throw noConversation();
  return found;
};

/** Of the caller: the turn that runs in each conversation where one does. */
export const runningByConversation = async (
  { conversations }: TenantStores,
  principal: Principal,
): Promise<Map<string, string>> => {
  const running = await conversations.runningTurns();
  const own = running.filter(({ principalId }) => principalId === principal.id);
  return new Map(own.map((turn) => [turn.conversationId, turn.id]));
};

/** One look at what runs serves the whole list. */
export const withRunning = async (
  stores: TenantStores,
  principal: Principal,
  found: readonly Conversation[],
): Promise<ListedConversation[]> => {
  const running = await runningByConversation(stores, principal);
  return found.map((each) => ({ ...each, runningTurnId: running.get(each.id) ?? null }));
};

export const listedOne = async (
  stores: TenantStores,
  principal: Principal,
  conversation: Conversation,
): Promise<ListedConversation> => {
  const running = await runningByConversation(stores, principal);
  return { ...conversation, runningTurnId: running.get(conversation.id) ?? null };
};
