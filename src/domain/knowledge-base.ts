import type { Reader } from './principal.ts';

/** A set of documents that is asked together. `conversation` bases hold one conversation's attachments. */
export type KnowledgeBase = {
  id: string;
  name: string;
  description: string;
  /** Set when the base is private to a conversation: deleted with it, read by its owner only. */
  conversationId: string | null;
  readers: Reader[];
  createdAt: number;
};

export const DEFAULT_BASE = 'default';
