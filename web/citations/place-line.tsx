import type { CitationView } from '../../src/contracts/conversation.ts';

/** "Page 12 · Limits": where a passage stands, in the words of its document; its title is said elsewhere. */
export const placeLine = ({
  title,
  place,
  headings,
}: Pick<CitationView, 'title' | 'place' | 'headings'>): string =>
  [place, headings.findLast((heading) => heading !== title && place !== `Sheet ${heading}`) ?? null]
    .filter((part) => part !== null)
    .join(' · ');

export const PlaceLine = ({ citation }: { citation: CitationView }) => {
  const line = placeLine(citation);
  return line === '' ? null : (
    <p className="line-clamp-2 text-xs text-muted-foreground" title={line}>
      {line}
    </p>
  );
};
