import { z } from 'zod';
import { Problem } from '../../domain/problem.ts';
import type { ChatFinishReason } from '../../ports/chat-model.ts';
import { streamedProblem, upstreamError } from './failures.ts';
import { filterVerdicts, filteredCategories } from './filter-verdicts.ts';
import { toolCallDelta } from './tool-calls.ts';

/** What is read of a chunk, and nothing else of it. */
export const chunk = z.object({
  choices: z
    .array(
      z.object({
        index: z.number().nullish(),
        delta: z
          .object({
            content: z.string().nullish(),
            refusal: z.string().nullish(),
            reasoning_content: z.string().nullish(),
            reasoning: z.string().nullish(),
            tool_calls: z.array(toolCallDelta).nullish(),
          })
          .nullish(),
        finish_reason: z.string().nullish(),
        content_filter_results: filterVerdicts.nullish(),
      }),
    )
    .nullish(),
  prompt_filter_results: z
    .array(z.object({ content_filter_results: filterVerdicts.nullish() }))
    .nullish(),
  usage: z
    .object({
      prompt_tokens: z.number().nullish(),
      completion_tokens: z.number().nullish(),
      prompt_tokens_details: z.object({ cached_tokens: z.number().nullish() }).nullish(),
    })
    .nullish(),
  error: upstreamError.nullish(),
});
export type Chunk = z.infer<typeof chunk>;

export const DONE = '[DONE]';

export const parseChunk = (data: string): Chunk => {
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch (cause) {
    // The parser's message quotes what it read, which is the upstream's: only its name is kept.
    throw new Problem('upstream-garbled', 'The model service sent what is not JSON.', {
      cause: cause instanceof Error ? cause.name : cause,
    });
  }
  const parsed = chunk.safeParse(json);
  if (!parsed.success)
    throw new Problem('upstream-garbled', 'The model service sent an event of an unknown shape.', {
      cause: parsed.error,
    });
  if (parsed.data.error) throw streamedProblem(parsed.data.error);
  return parsed.data;
};

const finishReasons: Record<string, ChatFinishReason> = {
  length: 'length',
  max_tokens: 'length',
  content_filter: 'content-filter',
  tool_calls: 'tool-calls',
};

export const finishReasonOf = (reason: string): ChatFinishReason => {
  if (reason === 'error')
    throw new Problem('upstream-failed', 'The model service broke off the answer.');
  return finishReasons[reason] ?? 'stop';
};

export const questionFilters = (chunk: Chunk): string[] =>
  (chunk.prompt_filter_results ?? []).flatMap((result) =>
    filteredCategories(result.content_filter_results),
  );
