import type { CitationView, SourceView } from '../../src/contracts/conversation.ts';
import type { TurnChunk } from '../../src/contracts/turn.ts';

type OutcomeChunk = Extract<TurnChunk, { type: 'data-outcome' }>;
export type Outcome = OutcomeChunk['data'];

/** What is known of an answer that is being written. */
export type AnswerState = {
  turnId: string | null;
  messageId: string | null;
  userMessageId: string | null;
  title: string | null;
  stage: string | null;
  /** The question as it was searched for, when it was put in other words. */
  searchedFor: string | null;
  reasoning: string;
  text: string;
  sources: SourceView[];
  citations: CitationView[];
  filtered: 'question' | 'answer' | null;
  outcome: Outcome | null;
};

export const emptyAnswer: AnswerState = {
  turnId: null,
  messageId: null,
  userMessageId: null,
  title: null,
  stage: null,
  searchedFor: null,
  reasoning: '',
  text: '',
  sources: [],
  citations: [],
  filtered: null,
  outcome: null,
};

/** Pure: the answer after one more chunk. Chunks it does not know leave it as it is. */
export const foldChunk = (state: AnswerState, chunk: TurnChunk): AnswerState => {
  switch (chunk.type) {
    case 'start':
      return {
        ...state,
        messageId: chunk.messageId,
        turnId: chunk.messageMetadata.turnId,
        userMessageId: chunk.messageMetadata.userMessageId,
      };
    case 'data-title':
      return { ...state, title: chunk.data.title };
    case 'data-question':
      return { ...state, searchedFor: chunk.data.question };
    case 'data-progress':
      return { ...state, stage: chunk.data.stage };
    case 'data-sources':
      return { ...state, sources: chunk.data.sources };
    case 'reasoning-delta':
      return { ...state, reasoning: state.reasoning + chunk.delta };
    case 'text-delta':
      return { ...state, text: state.text + chunk.delta };
    case 'data-citation':
      return { ...state, citations: [...state.citations, chunk.data] };
    case 'data-filtered':
      return { ...state, filtered: chunk.data.where };
    case 'data-outcome':
      return { ...state, outcome: chunk.data };
    default:
      return state;
  }
};
