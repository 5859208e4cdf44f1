import type { CitationView, SourceView } from '../../src/contracts/conversation.ts';
import type { MockServer } from './mock-server.ts';
import { sourceOf } from './mock-documents.ts';
import type { MockTurn } from './mock-turns.ts';

export const kept = 'Every record is kept for seven years unless a lawful hold applies.';
export const approves = 'The regional controller approves it within ninety days.';

export const answerText = [
  `Records are kept for **seven years**, unless a lawful hold applies. Exceptions expire after ninety days.`,
  '| Region | Limit | Owner |\n|---|---:|---|\n| EMEA | €1,003 | Ada |\n| APAC | €2,003 | Lin |',
  '### What you need to do',
  '1. Log the exception with the record owner\n2. Ask the regional controller for approval\n3. Add it to the quarterly report',
  '```ts\nconst expires = addDays(approvedAt, 90)\n```',
].join('\n\n');

const after = (words: string): number => answerText.indexOf(words) + words.length;

export const citationOf = (
  source: SourceView,
  offset: number,
  kind: CitationView['kind'] = 'placed',
) => ({
  id: `cit_${source.number}_${offset}`,
  kind,
  offset,
  passageNumber: source.number,
  documentId: source.documentId,
  versionId: source.versionId,
  title: source.title,
  headings: source.headings,
  page: source.page,
  place: source.place,
  start: source.start,
  end: source.end,
  quote: source.text,
  url: null,
});

export const external = (offset: number): CitationView => ({
  id: `cit_external_${offset}`,
  kind: 'external',
  offset,
  passageNumber: null,
  documentId: null,
  versionId: null,
  title: 'Intranet',
  headings: [],
  page: null,
  place: null,
  start: null,
  end: null,
  quote: 'Somebody said so.',
  url: 'https://intranet.example/page',
});

export const sourcesOf = ({ state }: MockServer): SourceView[] => {
  const [handbook, policy] = state.citable;
  if (!handbook || !policy) throw new Error('The mock has two documents');
  return [sourceOf(handbook, kept, 1), sourceOf(policy, approves, 2)];
};

/** The whole answer at once, with its three kinds of citation. */
export const fullAnswer =
  (server: MockServer) =>
  (turn: MockTurn): void => {
    const sources = sourcesOf(server);
    const [first, second] = sources;
    if (!first || !second) return;
    turn.emit({ type: 'data-sources', data: { sources } });
    turn.say(answerText);
    const cited = [
      citationOf(first, after('lawful hold applies.')),
      citationOf(second, after('after ninety days.')),
      citationOf(second, after('quarterly report'), 'passage'),
      external(after('regional controller for approval')),
    ];
    for (const data of cited) turn.emit({ type: 'data-citation', id: data.id, data });
    turn.end();
  };
