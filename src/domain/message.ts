import type { Citation } from './citation.ts';

export type MessagePart =
  | { type: 'text'; text: string }
  | { type: 'image'; mediaType: string; hash: string; name: string }
  | { type: 'file'; documentId: string; name: string };

/** `streaming` while its turn runs; the last three are terminal and keep whatever text there was. */
export type MessageState = 'complete' | 'streaming' | 'stopped' | 'failed' | 'interrupted';

export type Usage = {
  promptTokens: number;
  completionTokens: number;
  cachedTokens: number;
  /** True when the upstream gave no figures and these are counted here. */
  estimated: boolean;
  costUsd: number | null;
};

/** What the answer was made from: shown as sources beside it, N = place + 1. */
export type SourcePassage = {
  passageId: string;
  documentId: string;
  versionId: string;
  baseId: string;
  title: string;
  headings: string[];
  page: number | null;
  place?: string | undefined;
  start: number;
  end: number;
  text: string;
  score: number;
};

const feedbackValues = [
  'neutral',
  'positive',
  'negative',
  'missing_citation',
  'wrong_citation',
  'out_of_scope',
  'inaccurate_or_irrelevant',
  'other_unhelpful',
  'hate_speech',
  'violent',
  'sexual',
  'manipulative',
  'other_harmful',
] as const;
/** One or more values, joined in storage as given: `['negative', 'wrong_citation']`. */
export type Feedback = (typeof feedbackValues)[number][];

/** Anything but praise and no opinion. */
export const isComplaint = (feedback: Feedback): boolean =>
  feedback.some((value) => value !== 'neutral' && value !== 'positive');

/** A node of the conversation's tree. */
export type Message = {
  id: string;
  conversationId: string;
  /** Null for a first message. Siblings (same parent) are branches. */
  parentId: string | null;
  role: 'user' | 'assistant';
  parts: MessagePart[];
  state: MessageState;
  turnId: string;
  createdAt: number;
  /** Of an assistant message. */
  citations: Citation[];
  sources: SourcePassage[];
  /** True when the answer says that the documents do not answer. */
  abstained: boolean;
  usage: Usage | null;
  feedback: Feedback;
};

/** What was said, and by whom: all of an earlier message that a question needs. */
export type Utterance = Pick<Message, 'role' | 'parts'>;

export const textOf = (message: Pick<Message, 'parts'>): string =>
  message.parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
