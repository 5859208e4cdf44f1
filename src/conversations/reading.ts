import { pathTo } from '../domain/conversation.ts';
import { textOf, type Message } from '../domain/message.ts';
import type { Principal } from '../domain/principal.ts';
import { Problem, type ProblemDetails } from '../domain/problem.ts';
import type { TenantDoor, TenantStores } from '../ports/tenant-stores.ts';
import type { Conversations } from './history.ts';
import { findConversation, listedOne, noMessage, withRunning } from './listed.ts';
import { withholdFrom } from './readable.ts';
import { withholdWhy } from './why.ts';

type Reading = Pick<Conversations, 'list' | 'search' | 'read' | 'message' | 'why' | 'byClientId'>;

export const readingHistory = (tenants: TenantDoor): Reading => ({
  async list(principal, page) {
    const stores = await tenants.open(principal.tenant);
    const found = await stores.conversations.list({ ownerId: principal.id, ...page });
    return { ...found, items: await withRunning(stores, principal, found.items) };
  },

  async search(principal, request) {
    const stores = await tenants.open(principal.tenant);
    const hits = await stores.conversations.search({ ownerId: principal.id, ...request });
    const listed = await withRunning(
      stores,
      principal,
      hits.map((hit) => hit.conversation),
    );
    const snippets = await Promise.all(hits.map((hit) => readableSnippet(hit, principal, stores)));
    return hits.flatMap((hit, place) => {
      const conversation = listed[place];
      return conversation ? [{ ...hit, conversation, snippet: snippets[place] ?? '' }] : [];
    });
  },

  async read(principal, id, whole) {
    const stores = await tenants.open(principal.tenant);
    const conversation = await findConversation(stores, principal, id);
    const tree = await stores.conversations.messages(id, principal.id);
    const shown = whole ? tree : pathTo(tree, conversation.activeLeafId);
    const readable = await withholdFrom(shown, principal, stores.documents);
    const messages = await Promise.all(
      readable.map(async (message) => ({
        ...message,
        siblings: siblingsOf(message, tree),
        problem: await problemOf(message, principal, stores),
      })),
    );
    return { ...(await listedOne(stores, principal, conversation)), messages };
  },

  async message(principal, messageId) {
    const message = await (
      await tenants.open(principal.tenant)
    ).conversations.message(messageId, principal.id);
    if (!message) throw noMessage();
    return message;
  },

  async why(principal, messageId) {
    const stores = await tenants.open(principal.tenant);
    const trace = await stores.conversations.why(messageId, principal.id);
    if (!trace) throw new Problem('not-found', 'Nothing was searched for this message.');
    return withholdWhy(trace, principal, stores);
  },

  async byClientId(principal, client) {
    const stores = await tenants.open(principal.tenant);
    const found = await stores.conversations.conversationByClientId({
      ownerId: principal.id,
      ...client,
    });
    return found && listedOne(stores, principal, found);
  },
});

const siblingsOf = (message: Message, tree: readonly Message[]): string[] =>
  tree.filter(({ parentId }) => parentId === message.parentId).map(({ id }) => id);

const problemOf = async (
  message: Message,
  principal: Principal,
  { conversations }: TenantStores,
): Promise<ProblemDetails | null> => {
  const isBroken = message.state === 'failed' || message.state === 'interrupted';
  if (message.role !== 'assistant' || !isBroken) return null;
  return (await conversations.turn(message.turnId, principal.id))?.problem ?? null;
};

/** Words around a hit may be those of a document: of an answer that is shown only in part there is no snippet. */
const readableSnippet = async (
  { messageId, snippet }: { messageId: string | null; snippet: string },
  principal: Principal,
  { conversations, documents }: TenantStores,
): Promise<string> => {
  const message = messageId && (await conversations.message(messageId, principal.id));
  if (!message) return snippet;
  const [shown = message] = await withholdFrom([message], principal, documents);
  return textOf(shown) === textOf(message) ? snippet : '';
};
