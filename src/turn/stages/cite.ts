import type { Citation } from '../../domain/citation.ts';
import type { FoundPassage } from '../../domain/passage.ts';
import { claimBefore, placeAmong } from '../../knowledge/placing.ts';
import { newId } from '../../lib/ids.ts';
import type { CitationMark, Stage, TurnContext } from '../turn-context.ts';

/** Law 5: every mark of the answerer becomes a place in a document, or says that it has none. */
export const cite: Stage = async function* (events, turn) {
  let text = '';
  const marks: number[] = [];
  const seen = new Set<string>();
  for await (const event of events) {
    if (event.type === 'answer-delta') text += event.text;
    if (event.type !== 'citation-mark') {
      yield event;
      continue;
    }
    const claim = event.range ? '' : claimBefore(text, event.offset, marks);
    marks.push(event.offset);
    const citation = place(event, claim, turn);
    if (!citation) continue;
    const where = `${citation.offset} ${citation.versionId} ${citation.start} ${citation.end}`;
    if (seen.has(where)) continue;
    seen.add(where);
    yield { type: 'citation-found', citation };
  }
};

const place = (mark: CitationMark, claim: string, { retrieval }: TurnContext) => {
  const { passages, language } = retrieval;
  const marked = passages[mark.passageNumber - 1];
  if (!marked) return null;
  if (mark.range)
    return citationOf('placed', mark, {
      passageNumber: mark.passageNumber,
      passage: marked,
      ...mark.range,
    });
  const found = placeAmong({ claim, passages, passageNumber: mark.passageNumber, language });
  const passage = found && passages[found.passageNumber - 1];
  return found && passage
    ? citationOf('placed', mark, { ...found, passage })
    : citationOf('passage', mark, {
        passageNumber: mark.passageNumber,
        passage: marked,
        start: marked.start,
        end: marked.end,
      });
};

type Place = { passageNumber: number; passage: FoundPassage; start: number; end: number };

const citationOf = (
  kind: 'placed' | 'passage',
  { offset }: CitationMark,
  { passageNumber, passage, start, end }: Place,
): Extract<Citation, { kind: 'placed' | 'passage' }> => ({
  kind,
  id: newId('cit'),
  offset,
  passageNumber,
  passageId: passage.id,
  documentId: passage.documentId,
  versionId: passage.versionId,
  title: passage.title,
  headings: passage.headings,
  page: passage.page,
  place: passage.place,
  start,
  end,
  quote: passage.text.slice(start - passage.start, end - passage.start),
});
