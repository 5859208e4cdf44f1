import type { ConversationView, MessageView } from '../../src/contracts/conversation.ts';

let made = 0;
const newId = (prefix: string): string => `${prefix}_${++made}`;

export type NewMessage = Pick<MessageView, 'parentId' | 'role' | 'parts' | 'turnId'>;
export type MockConversations = ReturnType<typeof mockConversations>;

/** The tree of messages, as the contracts tell it; in memory. */
export const mockConversations = () => {
  const conversations = new Map<string, ConversationView>();
  const messages = new Map<string, MessageView>();

  const childrenOf = (conversationId: string, parentId: string | null): MessageView[] =>
    [...messages.values()].filter(
      (message) => message.parentId === parentId && owners.get(message.id) === conversationId,
    );
  const owners = new Map<string, string>();

  const path = (conversation: ConversationView): MessageView[] => {
    const found: MessageView[] = [];
    for (let id = conversation.activeLeafId; id !== null;) {
      const message = messages.get(id);
      if (!message) break;
      const siblings = childrenOf(conversation.id, message.parentId).map((each) => each.id);
      found.unshift({ ...message, siblings });
      id = message.parentId;
    }
    return found;
  };

  return {
    conversations,
    messages,
    path,
    create: (title = 'New conversation', updatedAt = Date.now()): ConversationView => {
      const id = newId('conv');
      const times = { createdAt: updatedAt, updatedAt };
      const conversation = {
        id,
        title,
        baseIds: [],
        activeLeafId: null,
        runningTurnId: null,
        ...times,
      };
      conversations.set(id, conversation);
      return conversation;
    },
    add: (conversation: ConversationView, message: NewMessage): MessageView => {
      const added: MessageView = {
        id: newId('msg'),
        state: 'complete',
        createdAt: Date.now(),
        citations: [],
        sources: [],
        abstained: false,
        usage: null,
        feedback: [],
        problem: null,
        siblings: [],
        ...message,
      };
      messages.set(added.id, added);
      owners.set(added.id, conversation.id);
      conversation.activeLeafId = added.id;
      conversation.updatedAt = Date.now();
      return added;
    },
    /** Makes the newest leaf below a message the active one. */
    activate: (conversation: ConversationView, messageId: string): void => {
      let leaf = messageId;
      for (
        let child = childrenOf(conversation.id, leaf).at(-1);
        child;
        child = childrenOf(conversation.id, leaf).at(-1)
      ) {
        leaf = child.id;
      }
      conversation.activeLeafId = leaf;
    },
  };
};
