import type { Citation, PlacedCitation } from '../../domain/citation.ts';
import type { SourcePassage, Usage } from '../../domain/message.ts';
import type { FinishReason } from '../../domain/turn.ts';
import type { ChatFinishReason } from '../../ports/chat-model.ts';
import type { ChatToolCall } from '../../ports/chat-request.ts';

/**
 * What one completion says of itself, in each of its chunks. Where the client wants usage, every chunk says that it
 * has none yet, and one more comes with it.
 */
export type Envelope = { id: string; created: number; model: string; usage?: null };

type AnyFinishReason = FinishReason | ChatFinishReason;
const finishReasons: Record<AnyFinishReason, string> = {
  stop: 'stop',
  length: 'length',
  'content-filter': 'content_filter',
  'tool-calls': 'tool_calls',
  stopped: 'stop',
};
const finishReasonOf = (reason: AnyFinishReason): string => finishReasons[reason];

export const usageOf = (
  usage: Pick<Usage, 'promptTokens' | 'completionTokens' | 'cachedTokens'>,
) => ({
  prompt_tokens: usage.promptTokens,
  completion_tokens: usage.completionTokens,
  total_tokens: usage.promptTokens + usage.completionTokens,
  prompt_tokens_details: { cached_tokens: usage.cachedTokens },
});
export type WireUsage = ReturnType<typeof usageOf>;

type ToolCallPiece = {
  index: number;
  id?: string;
  type?: 'function';
  function: { name?: string; arguments: string };
};
export type Delta = {
  role?: 'assistant';
  content?: string;
  context?: object;
  tool_calls?: ToolCallPiece[];
};
export type Choice = { delta: Delta; finishReason?: AnyFinishReason };

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
  finishReason: AnyFinishReason;
  usage: WireUsage | null;
  context?: object;
  toolCalls?: readonly ChatToolCall[];
};

const toolCallOf = ({ id, name, argumentsJson }: ChatToolCall) => ({
  id,
  type: 'function',
  function: { name, arguments: argumentsJson },
});

export const completionOf = (
  envelope: Envelope,
  { content, toolCalls = [], ...answer }: WholeAnswer,
) => ({
  ...envelope,
  object: 'chat.completion',
  choices: [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: content === '' && toolCalls.length > 0 ? null : content,
        refusal: null,
        ...(toolCalls.length > 0 ? { tool_calls: toolCalls.map(toolCallOf) } : {}),
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
