import type { Message } from './message.ts';

/** A tree of messages with one active leaf. Belongs to one principal. */
export type Conversation = {
  id: string;
  ownerId: string;
  title: string;
  /** Whether a person wrote the title: then no turn changes it. */
  titledByPerson: boolean;
  /** The bases it asks, besides its own private one. */
  baseIds: string[];
  activeLeafId: string | null;
  createdAt: number;
  updatedAt: number;
};

/** The messages from the root to `leafId`, oldest first. Unknown leaf: empty. */
export const pathTo = (messages: readonly Message[], leafId: string | null): Message[] => {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const path: Message[] = [];
  for (let id = leafId; id !== null;) {
    const message = byId.get(id);
    if (!message) break;
    path.push(message);
    id = message.parentId;
  }
  return path.toReversed();
};

/** The newest leaf below a message, following the newest child each time: what choosing a branch shows. */
export const leafBelow = (messages: readonly Message[], messageId: string): string => {
  let leaf = messageId;
  for (;;) {
    const children = messages.filter((message) => message.parentId === leaf);
    const newest = children.reduce<Message | undefined>(
      (best, child) => (!best || child.createdAt >= best.createdAt ? child : best),
      undefined,
    );
    if (!newest) return leaf;
    leaf = newest.id;
  }
};
