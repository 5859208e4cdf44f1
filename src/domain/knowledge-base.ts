import type { Reader } from './principal.ts';

/** A set of documents that is asked together. `conversation` bases hold one conversation's attachments. */
export type KnowledgeBase = {
  id: string;
  name: string;
  description: string;
  /** Set when the base is private to a conversation: deleted with it, read by its owner only. */
  conversationId: string | null;
  readers: Reader[];
  /** Added to what a model is told when it answers from this base; may be empty. */
  prompt: string;
  /** First questions to offer; empty: made from the newest documents. */
  questions: string[];
  createdAt: number;
};

export const DEFAULT_BASE = 'default';
