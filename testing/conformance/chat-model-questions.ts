import { Problem } from '../../src/domain/problem.ts';
import type { ChatEvent, ChatModel } from '../../src/ports/chat-model.ts';
import type { ChatRequest } from '../../src/ports/chat-request.ts';
import type { FakeCall, FakeUpstream } from '../fake-upstream.ts';
import { patient } from '../patient.ts';

/** What a suite may change; the rest is the adapter's own default. */
export type ModelSettings = {
  vision?: boolean;
  temperature?: number;
  maxAnswerTokens?: number;
  deadlines?: { firstTokenMs?: number; idleMs?: number; totalMs?: number };
  retry?: { attempts?: number; waitMs?: number; pauseMs?: number };
};
export type OpenModel = (upstream: FakeUpstream, settings: ModelSettings) => ChatModel;

export const ask = (extra: Partial<ChatRequest> = {}): ChatRequest => ({
  messages: [
    { role: 'system', content: 'Answer.' },
    { role: 'user', content: 'May I return it?' },
  ],
  signal: patient(),
  ...extra,
});

/** All events, and how it ended. */
export const outcomeOf = async (stream: AsyncIterable<ChatEvent>) => {
  const events: ChatEvent[] = [];
  let thrown: unknown;
  try {
    for await (const event of stream) events.push(event);
  } catch (error) {
    thrown = error;
  }
  const text = events.map((event) => (event.type === 'text' ? event.text : '')).join('');
  const problem = thrown instanceof Problem ? thrown : undefined;
  return { events, text, thrown, problem };
};

/** The calls that reach the upstream during some work. */
export const countCalls =
  (upstream: () => FakeUpstream) =>
  async (work: () => Promise<unknown>): Promise<FakeCall[]> => {
    const before = upstream().calls.length;
    await work();
    return upstream().calls.slice(before);
  };
