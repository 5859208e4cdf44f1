import { expect } from 'vitest';
import { extractiveAnswerer } from '../src/adapters/embedded/extractive/extractive-answerer.ts';
import type { Retrieval } from '../src/domain/passage.ts';
import { answerRequest, answerText, eventsOf } from './conformance/answerer.ts';

/** An answer without a model; each quote stands in the answer as it stands at its place. */
export const quotedAnswer = async (
  retrieval: Retrieval,
  question = 'How often is the cooling pump inspected?',
) => {
  const events = await eventsOf(
    extractiveAnswerer().answer(answerRequest({ retrieval, question })),
  );
  const text = answerText(events);
  const last = events.at(-1);
  const marks = events.filter((event) => event.type === 'citation-mark');
  const quotes = marks.map(({ passageNumber, range, offset }) => {
    const passage = retrieval.passages[passageNumber - 1];
    const quote =
      passage?.text.slice((range?.start ?? 0) - passage.start, (range?.end ?? 0) - passage.start) ??
      '';
    expect(quote).not.toBe('');
    expect(text.slice(0, offset).endsWith(`\n> ${quote}`)).toBe(true);
    return quote;
  });
  return { text, quotes, marks, abstained: last?.type === 'answer-end' && last.abstained };
};
