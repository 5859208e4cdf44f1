import type { Citation, PlacedCitation } from '../../domain/citation.ts';
import type { SourcePassage, Usage } from '../../domain/message.ts';
import type { FinishReason } from '../../domain/turn.ts';

/** What one completion says of itself, in each of its chunks. */
export type Envelope = { id: string; created: number; model: string };

const finishReasons: Record<FinishReason, string> = {
  stop: 'stop',
  length: 'length',
  'content-filter': 'content_filter',
  stopped: 'stop',
};
export const finishReasonOf = (reason: FinishReason): string => finishReasons[reason];

export const usageOf = (
  usage: Pick<Usage, 'promptTokens' | 'completionTokens' | 'cachedTokens'>,
) => ({
  prompt_tokens: usage.promptTokens,
  completion_tokens: usage.completionTokens,
  total_tokens: usage.promptTokens + usage.completionTokens,
  prompt_tokens_details: { cached_tokens: usage.cachedTokens },
});
export type WireUsage = ReturnType<typeof usageOf>;

export type Choice = {
  delta: { role?: 'assistant'; content?: string; context?: object };
  finishReason?: FinishReason;
};

export const chunkOf = (envelope: Envelope, { delta, finishReason }: Choice) => ({
  ...envelope,
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, finish_reason: finishReason ? finishReasonOf(finishReason) : null }],
});

export const usageChunk = (envelope: Envelope, usage: WireUsage | null) => ({
  ...envelope,
  object: 'chat.completion.chunk',
  choices: [],
  usage,
});

export type WholeAnswer = {
  content: string;
  finishReason: FinishReason;
  usage: WireUsage | null;
  context?: object;
};

export const completionOf = (envelope: Envelope, answer: WholeAnswer) => ({
  ...envelope,
  object: 'chat.completion',
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: answer.content,
        refusal: null,
        ...(answer.context ? { context: answer.context } : {}),
      },
      logprobs: null,
      finish_reason: finishReasonOf(answer.finishReason),
    },
  ],
  ...(answer.usage ? { usage: answer.usage } : {}),
});

/** The shape that readers of "on your data" answers know, and where exactly it stands. */
export const citationOf = (source: SourcePassage) => ({
  content: source.text,
  title: source.title,
  url: null,
  filepath: source.title,
  chunk_id: source.passageId,
  document_id: source.documentId,
  version_id: source.versionId,
  page: source.page,
  start: source.start,
  end: source.end,
});

export const verifiedOf = (citations: readonly Citation[]) =>
  citations
    .filter((citation): citation is PlacedCitation => citation.kind === 'placed')
    .map((citation) => ({
      citation: citation.passageNumber,
      document_id: citation.documentId,
      version_id: citation.versionId,
      page: citation.page,
      start: citation.start,
      end: citation.end,
      quote: citation.quote,
      offset: citation.offset,
    }));
