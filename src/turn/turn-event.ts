import type { Citation } from '../domain/citation.ts';
import type { SourcePassage, Usage } from '../domain/message.ts';
import type { ProblemDetails } from '../domain/problem.ts';
import type { FinishReason, Turn } from '../domain/turn.ts';

/**
 * Everything a turn says, in the order it happens. Internal: surfaces encode it, nobody else's wire is it.
 * `turn-start` is first; exactly one of `turn-end` and `turn-failure` is last.
 */
export type TurnEvent =
  | {
      type: 'turn-start';
      turnId: string;
      conversationId: string;
      userMessageId: string;
      assistantMessageId: string;
      createdAt: number;
    }
  | { type: 'title-made'; title: string }
  | { type: 'question-rewritten'; question: string; by: 'rules' | 'model' }
  | { type: 'passages-found'; passages: SourcePassage[] }
  | { type: 'progress'; stage: string }
  | { type: 'reasoning-delta'; text: string }
  /** `quoted`: sentences of the documents; `generated`: written by `model`. */
  | { type: 'answer-start'; kind: 'quoted' | 'generated'; model: string }
  /** `offset`: place of the first character of `text` in the canonical answer. */
  | { type: 'answer-delta'; offset: number; text: string }
  | { type: 'answer-end'; finishReason: FinishReason; length: number; abstained: boolean }
  | { type: 'citation-found'; citation: Citation }
  | { type: 'content-filtered'; where: 'question' | 'answer'; categories: string[] }
  | ({ type: 'usage' } & Usage)
  | { type: 'turn-end'; outcome: 'completed' | 'stopped'; messageId: string }
  /** `storedLength`: how many characters of the answer are kept; a reader marks the rest as not saved. */
  | { type: 'turn-failure'; problem: ProblemDetails; storedLength: number };

/** The first words of every turn: it is accepted, and these are its ids. */
export const turnStart = (turn: Turn): TurnEvent => {
  const { id: turnId, conversationId, userMessageId, assistantMessageId, createdAt } = turn;
  return {
    type: 'turn-start',
    turnId,
    conversationId,
    userMessageId,
    assistantMessageId,
    createdAt,
  };
};

export const isLast = (event: TurnEvent): boolean =>
  event.type === 'turn-end' || event.type === 'turn-failure';

/** A logged event. `seq` rises by one for each event that was appended; merged ones leave gaps. */
export type LoggedEvent = { seq: number; event: TurnEvent };

/** Where a reader stands: the last event it has, and how many characters of the answer. */
export type ReadingPoint = { seq: number; offset: number };
