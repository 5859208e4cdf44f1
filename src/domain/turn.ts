import type { ProblemDetails } from './problem.ts';

export type TurnState = 'running' | 'completed' | 'stopped' | 'failed' | 'interrupted';

/** One question answered. Accepted once, terminal once, never run again. */
export type Turn = {
  id: string;
  conversationId: string;
  principalId: string;
  surface: string;
  userMessageId: string;
  assistantMessageId: string;
  state: TurnState;
  problem: ProblemDetails | null;
  createdAt: number;
  endedAt: number | null;
};

export const isTerminal = (state: TurnState): boolean => state !== 'running';

/** Why an answer ended: `stopped` when a person stopped it. */
export type FinishReason = 'stop' | 'length' | 'content-filter' | 'stopped';
