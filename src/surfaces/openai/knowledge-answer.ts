import type { Citation } from '../../domain/citation.ts';
import type { SourcePassage } from '../../domain/message.ts';
import { Problem } from '../../domain/problem.ts';
import type { FinishReason } from '../../domain/turn.ts';
import type { LoggedEvent } from '../../turn/turn-event.ts';
import { citationOf, usageOf, verifiedOf, type WireUsage } from './wire.ts';

/** What a turn says, in the words of a completion. `text` has its `[docN]` marks in it. */
export type AnswerPart =
  | { type: 'context'; context: { citations: object[]; intent: string } }
  | { type: 'text'; text: string }
  | {
      type: 'end';
      finishReason: FinishReason;
      verified: object[];
      usage: WireUsage | null;
    };

/** Puts the marks in: each where it belongs, or at once when the text is already past that place. */
const marking = () => {
  let position = 0;
  let waiting: Citation[] = [];
  const markOf = (citation: Citation) =>
    citation.kind === 'external' ? '' : `[doc${citation.passageNumber}]`;

  return {
    mark(citation: Citation): string {
      if (citation.offset <= position) return markOf(citation);
      waiting = [...waiting, citation].toSorted((one, other) => one.offset - other.offset);
      return '';
    },
    text(offset: number, text: string): string {
      position = offset + text.length;
      const due = waiting.filter((citation) => citation.offset <= position);
      waiting = waiting.filter((citation) => citation.offset > position);
      let marked = '';
      let from = 0;
      for (const citation of due) {
        marked += text.slice(from, citation.offset - offset) + markOf(citation);
        from = citation.offset - offset;
      }
      return marked + text.slice(from);
    },
  };
};

/** A failed turn throws its problem. The context comes first, with or without passages. */
export async function* answerParts(
  events: AsyncIterable<LoggedEvent>,
  question: string,
): AsyncGenerator<AnswerPart> {
  const marks = marking();
  const citations: Citation[] = [];
  let sources: SourcePassage[] = [];
  let intent = question;
  let contextSent = false;
  let usage: WireUsage | null = null;
  let finishReason: FinishReason = 'stop';

  for await (const { event } of events) {
    if (event.type === 'question-rewritten') intent = event.question;
    if (event.type === 'passages-found') sources = event.passages;
    if (event.type === 'usage') usage = usageOf(event);
    if (event.type === 'answer-end') ({ finishReason } = event);
    if (event.type === 'turn-failure') {
      const { code, detail, ...rest } = event.problem;
      throw new Problem(code, detail, rest);
    }
    const isSpoken = event.type === 'answer-delta' || event.type === 'turn-end';
    if (isSpoken && !contextSent) {
      contextSent = true;
      const context = { citations: sources.map(citationOf), intent: JSON.stringify([intent]) };
      yield { type: 'context', context };
    }
    if (event.type === 'answer-delta') {
      yield { type: 'text', text: marks.text(event.offset, event.text) };
    }
    if (event.type === 'citation-found') {
      citations.push(event.citation);
      const text = marks.mark(event.citation);
      if (text !== '') yield { type: 'text', text };
    }
  }
  yield { type: 'end', finishReason, verified: verifiedOf(citations), usage };
}
