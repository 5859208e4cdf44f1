import type { CitationView } from '../../src/contracts/conversation.ts';
import { useTextAt } from '../reading/reading-queries.ts';
import { viewerKind, type ViewerKind } from '../reading/viewer-kind.ts';
import { linkOfCitation } from './citation-link.ts';

type Place = { title: string; page: number | null; headings: string[] };

/** A sheet is known by its name; a picture is one page. */
const numbered: Record<ViewerKind, string | null> = {
  pages: 'Page',
  text: 'Page',
  mail: 'Page',
  slides: 'Slide',
  sheets: null,
  picture: null,
};

/** "Page 12 · Limits": where a passage stands, in the words of its document; its title is said elsewhere. */
export const placeLine = ({ title, page, headings }: Place, kind: ViewerKind = 'pages'): string => {
  const piece = numbered[kind];
  return [
    page === null || piece === null ? null : `${piece} ${page}`,
    headings.findLast((heading) => heading !== title) ?? null,
  ]
    .filter((part) => part !== null)
    .join(' · ');
};

const nowhere = { versionId: null, start: 0, end: 0 };

/** The same, when the document is known to have slides or sheets. */
export const PlaceLine = ({ citation }: { citation: CitationView }) => {
  const link = linkOfCitation(citation) ?? nowhere;
  const { data } = useTextAt(link.versionId, link);
  const line = placeLine(citation, data && viewerKind({ ...data, current: true }));
  return line === '' ? null : (
    <p className="line-clamp-2 text-xs text-muted-foreground" title={line}>
      {line}
    </p>
  );
};
