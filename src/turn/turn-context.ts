import type { Conversation } from '../domain/conversation.ts';
import type { Message, Utterance } from '../domain/message.ts';
import type { Retrieval } from '../domain/passage.ts';
import type { Principal } from '../domain/principal.ts';
import { traceOf, type RetrievalTrace } from '../domain/retrieval-trace.ts';
import type { Turn } from '../domain/turn.ts';
import type { Retrieve } from '../knowledge/retrieve.ts';
import type { Answerer, AnswerEvent } from '../ports/answerer.ts';
import type { Cache } from '../ports/cache.ts';
import type { MetadataFilter } from '../ports/knowledge-index.ts';
import type { QuestionRewriter } from '../ports/question-rewriter.ts';
import type { Reranker } from '../ports/reranker.ts';
import type { Logger } from '../ports/telemetry.ts';
import type { TenantDoor, TenantStores } from '../ports/tenant-stores.ts';
import type { TurnLog } from '../ports/turn-log.ts';
import type { GivenMessage } from './given-history.ts';
import type { TurnEvent } from './turn-event.ts';

export type TurnLimits = {
  questionCharacters: number;
  /** Running turns of the whole server, and of one principal. */
  turnsAtOnce: number;
  turnsPerPrincipal: number;
  /** Passages that one question may use. */
  passages: number;
  /** From acceptance to the terminal event. */
  turnMs: number;
};

export type TurnServices = {
  answerer: Answerer;
  tenants: TenantDoor;
  log: TurnLog<TurnEvent>;
  logger: Logger;
  limits: TurnLimits;
  retrieve: Retrieve;
  /** The same principal with the rights of this moment; null: it does not count any more. */
  principalNow(principal: Principal): Promise<Principal | null>;
  /** Null: done without a model. */
  rewriter: QuestionRewriter | null;
  reranker: Reranker | null;
  /** Null: answers are not remembered. */
  answerCache: Cache | null;
};

/** What the stages of one turn know. The lower half is filled in by the stage named beside it. */
export type TurnContext = {
  readonly turn: Turn;
  readonly principal: Principal;
  readonly stores: TenantStores;
  readonly conversation: Conversation;
  readonly message: Message;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly traceId: string;
  readonly givenHistory: readonly GivenMessage[];
  /** Only documents with these metadata are asked. */
  readonly filter: MetadataFilter;
  /** The question was answered before, and another answer is wanted. */
  readonly regenerates: boolean;
  /** How the passages were found: what the stages do is noted here and kept with the answer. */
  readonly trace: RetrievalTrace;
  /** recall: what was said before this message on its branch, oldest first. */
  history: readonly Utterance[];
  /** rewrite: the question, standing on its own; and what is searched for, which is short. */
  question: string;
  query: string;
  /** retrieve */
  retrieval: Retrieval;
  /** answer: the shared bases that were asked, by id. */
  askedBaseIds: readonly string[];
};

const nothingFound: Retrieval = {
  passages: [],
  evidence: null,
  passagesInScope: 0,
  terms: [],
  language: 'en',
};

/** What is known of a question before any stage. */
export const unasked = (
  question: string,
): Pick<
  TurnContext,
  'trace' | 'history' | 'question' | 'query' | 'retrieval' | 'askedBaseIds'
> => ({
  trace: traceOf(question),
  history: [],
  question,
  query: question,
  retrieval: nothingFound,
  askedBaseIds: [],
});

/** A mark that the answerer set and `cite` has still to place. */
export type CitationMark = Extract<AnswerEvent, { type: 'citation-mark' }>;
export type StageEvent = TurnEvent | CitationMark;

/**
 * One step of a turn: passes on the events of the steps before it, changed or not, and adds its own.
 * It throws a Problem to fail the turn; the signal ends it.
 */
export type Stage = (
  events: AsyncIterable<StageEvent>,
  turn: TurnContext,
  services: TurnServices,
) => AsyncIterable<StageEvent>;
