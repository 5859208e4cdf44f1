import type { FinishReason } from '../domain/turn.ts';

export type ChatPart =
  | { type: 'text'; text: string }
  | { type: 'image'; mediaType: string; base64: string };
export type ChatMessage =
  | { role: 'system' | 'assistant'; content: string }
  | { role: 'user'; content: string | ChatPart[] };

export type ChatRequest = {
  messages: ChatMessage[];
  temperature?: number;
  maxTokens?: number;
  /** Goes with the call, so that both sides' logs can be held together. */
  traceId?: string;
  signal: AbortSignal;
};

export type ChatEvent =
  | { type: 'text'; text: string }
  | { type: 'reasoning'; text: string }
  | { type: 'filtered'; where: 'question' | 'answer'; categories: string[] }
  | { type: 'usage'; promptTokens: number; completionTokens: number; cachedTokens: number }
  | { type: 'end'; finishReason: FinishReason };

/**
 * A language model that streams.
 *
 * Laws: ends with exactly one `end`, or throws a Problem with an `upstream-…` or `content-filtered` code
 * that says whether and after how long a retry may help; nothing is retried after the first event;
 * connect, first token, idle and total time are bounded by the adapter; at most 1 MB is ever buffered;
 * abort closes the upstream within 100 ms and throws the signal's reason; so does leaving the loop.
 */
export type ChatModel = {
  /** The name people see and settings use. */
  name: string;
  vision: boolean;
  /** Tokens that fit into one request with its answer. */
  contextTokens: number;
  stream(request: ChatRequest): AsyncIterable<ChatEvent>;
};
