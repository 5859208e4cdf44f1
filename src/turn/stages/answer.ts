import type { Stage } from '../turn-context.ts';

/** The answer itself, from whoever answers; each delta with its place in the canonical text. */
export const answer: Stage = async function* (events, turn, { answerer }) {
  yield* events;
  yield { type: 'progress', stage: 'answering' };
  let length = 0;
  const { question, message, history, retrieval, signal } = turn;
  for await (const event of answerer.answer({ question, message, history, retrieval, signal })) {
    if (event.type === 'answer-delta') {
      yield { type: 'answer-delta', offset: length, text: event.text };
      length += event.text.length;
    } else if (event.type === 'answer-end') {
      yield { ...event, length };
    } else {
      yield event;
    }
  }
};
