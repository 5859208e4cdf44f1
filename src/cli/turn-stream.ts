import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { z } from 'zod';
import type { CitationView, usage } from '../contracts/conversation.ts';
import { turnChunk, type TurnChunk } from '../contracts/turn.ts';
import { Problem, problemCodes } from '../domain/problem.ts';
import { conversation } from '../contracts/conversation.ts';
import { harmless } from './terminal.ts';
import type { Client } from './client.ts';

const ANSWER_DEADLINE_MS = 3_600_000;

/** Asks in a new conversation; yields what the turn says until it is over. */
export async function* askTurn(
  client: Client,
  question: { text: string; baseIds?: string[] },
): AsyncGenerator<TurnChunk> {
  const { id } = await client.read(conversation, '/api/v1/conversations', {
    method: 'POST',
    body: question.baseIds ? { baseIds: question.baseIds } : {},
  });
  const response = await client.send(`/api/v1/conversations/${id}/turns`, {
    method: 'POST',
    body: { text: question.text },
    deadlineMs: ANSWER_DEADLINE_MS,
  });
  if (!response.body) throw new Problem('internal', 'The answer came without a body.');
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  for await (const { data } of events) {
    if (data === '[DONE]') return;
    yield turnChunk.parse(JSON.parse(data));
  }
}

export type FinishedAnswer = {
  answer: string;
  abstained: boolean;
  citations: CitationView[];
  usage: z.infer<typeof usage> | null;
  timings: { firstTokenMs: number | null; totalMs: number };
};

const problemCodeOf = (code: string) =>
  problemCodes.find((known) => known === code) ?? 'upstream-failed';

/** What a mark in the text looks like; something without a number has no place in the list of sources. */
const markOf = ({ passageNumber }: CitationView): string =>
  passageNumber === null ? '' : ` [${passageNumber}]`;

/** Folds a turn's chunks into its answer; `write` gets the text as it comes, with its marks. */
export const foldAnswer = async (
  chunks: AsyncIterable<TurnChunk>,
  write: (text: string) => void,
): Promise<FinishedAnswer> => {
  const started = performance.now();
  const since = () => Math.round(performance.now() - started);
  const folded: FinishedAnswer = {
    answer: '',
    abstained: false,
    citations: [],
    usage: null,
    timings: { firstTokenMs: null, totalMs: 0 },
  };
  for await (const chunk of chunks) {
    if (chunk.type === 'text-delta') {
      folded.timings.firstTokenMs ??= since();
      folded.answer += chunk.delta;
      write(harmless(chunk.delta));
    }
    if (chunk.type === 'data-citation') {
      folded.citations.push(chunk.data);
      write(markOf(chunk.data));
    }
    if (chunk.type === 'data-usage') folded.usage = chunk.data;
    if (chunk.type === 'data-outcome') {
      folded.abstained = chunk.data.abstained;
      const { problem } = chunk.data;
      if (problem) throw new Problem(problemCodeOf(problem.code), problem.detail);
    }
  }
  folded.timings.totalMs = since();
  return folded;
};
