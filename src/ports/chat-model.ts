import type { FinishReason } from '../domain/turn.ts';
import type { ChatRequest } from './chat-request.ts';

export type ChatFinishReason = Exclude<FinishReason, 'stopped'> | 'tool-calls';
export type ChatEvent =
  | { type: 'text'; text: string }
  | { type: 'reasoning'; text: string }
  | { type: 'tool-call-start'; index: number; id: string; name: string }
  | { type: 'tool-call-delta'; index: number; argumentsJson: string }
  | { type: 'filtered'; where: 'question' | 'answer'; categories: string[] }
  | { type: 'usage'; promptTokens: number; completionTokens: number; cachedTokens: number }
  | { type: 'end'; finishReason: ChatFinishReason };

/**
 * A language model that streams.
 *
 * Laws: ends with exactly one `end`, or throws a Problem with an `upstream-…` or `content-filtered` code
 * that says whether and after how long a retry may help; nothing is retried after the first event;
 * connect, first token, idle and total time are bounded by the adapter; at most 1 MB is ever buffered;
 * abort closes the upstream within 100 ms and throws the signal's reason; so does leaving the loop.
 * Tool calls start in the order 0, 1, … with ids of their own, deltas follow their start, and at the end the
 * deltas of each, joined, are a JSON object: only an answer ended by `length` or `content-filter` may cut one.
 */
export type ChatModel = {
  /** The name people see and settings use. */
  name: string;
  vision: boolean;
  /** Tokens that fit into one request with its answer. */
  contextTokens: number;
  stream(request: ChatRequest): AsyncIterable<ChatEvent>;
};
