import type { Citation } from '../domain/citation.ts';
import type { Message, SourcePassage } from '../domain/message.ts';
import type { Principal } from '../domain/principal.ts';
import { newId } from '../lib/ids.ts';
import { deadline } from '../lib/deadline.ts';
import { runStages, unrecorded } from './turn.ts';
import { unasked, type TurnContext, type TurnServices } from './turn-context.ts';

export type Trial = {
  /** Whose rights count. */
  principal: Principal;
  baseIds: string[];
  question: string;
  signal: AbortSignal;
};

export type TriedAnswer = {
  text: string;
  sources: SourcePassage[];
  citations: Citation[];
  abstained: boolean;
};

/**
 * Answers a question as a turn would, through the same stages, and stores nothing: no conversation, no message, no
 * log. Throws what would have failed the turn.
 */
export const tryQuestion = async (services: TurnServices, trial: Trial): Promise<TriedAnswer> => {
  const turn = await unstoredTurn(services, trial);
  const fresh = { ...services, answerCache: null };
  const answer: TriedAnswer = { text: '', sources: [], citations: [], abstained: false };
  for await (const event of runStages(unrecorded, turn, fresh)) {
    if (event.type === 'answer-delta') answer.text += event.text;
    if (event.type === 'passages-found') answer.sources = event.passages;
    if (event.type === 'citation-found') answer.citations.push(event.citation);
    if (event.type === 'answer-end') answer.abstained = event.abstained;
  }
  return answer;
};

const unstoredTurn = async (
  { tenants, logger, limits }: TurnServices,
  { principal, baseIds, question, signal }: Trial,
): Promise<TurnContext> => {
  const now = Date.now();
  const id = newId('try', now);
  const message: Message = {
    id,
    conversationId: id,
    parentId: null,
    role: 'user',
    parts: [{ type: 'text', text: question }],
    state: 'complete',
    turnId: id,
    createdAt: now,
    citations: [],
    sources: [],
    abstained: false,
    usage: null,
    feedback: [],
  };
  return {
    turn: {
      id,
      conversationId: id,
      principalId: principal.id,
      surface: 'evaluation',
      userMessageId: id,
      assistantMessageId: id,
      state: 'running',
      problem: null,
      createdAt: now,
      endedAt: null,
    },
    principal,
    stores: await tenants.open(principal.tenant),
    conversation: {
      id,
      ownerId: principal.id,
      title: '',
      titledByPerson: false,
      baseIds,
      activeLeafId: null,
      createdAt: now,
      updatedAt: now,
    },
    message,
    signal: deadline(limits.turnMs, signal),
    logger,
    traceId: id,
    givenHistory: [],
    filter: {},
    regenerates: false,
    ...unasked(question),
  };
};
