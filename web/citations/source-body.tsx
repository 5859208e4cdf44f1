import { FileText } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { CitationView } from '../../src/contracts/conversation.ts';
import type { VersionText } from '../../src/contracts/knowledge.ts';
import { usePlaces, useVersionText, type Place } from '../api/queries.ts';
import { Failed, Loading } from '../parts/states.tsx';
import { isLocated } from './text-blocks.ts';
import { TextReader } from './text-reader.tsx';

const PdfReader = lazy(() => import('./pdf-reader.tsx'));

const Hint = ({ children }: { children: string }) => (
  <p role="note" className="mx-5 my-2 rounded-lg bg-muted px-3 py-2 text-xs text-muted-foreground">
    {children}
  </p>
);

const nowhere: Place[] = [];

type StoredCitation = CitationView & { documentId: string; start: number; end: number };
type VersionProps = { citation: StoredCitation; version: VersionText };

const Version = ({ citation, version }: VersionProps) => {
  const { documentId, start, end, page, kind } = citation;
  const located = isLocated(version.text, citation);
  const marked = useMemo(() => (located ? { start, end } : null), [located, start, end]);
  const [asText, setAsText] = useState(false);
  // The original is the newest one: an older version can only be read as text.
  const hasPages = version.mediaType === 'application/pdf' && version.current && page !== null;
  const places = usePlaces(
    hasPages && located ? { versionId: version.versionId, start, end } : null,
  );
  const boxes = places.data?.boxes ?? nowhere;
  const noPlace = !located || (hasPages && places.isSuccess && boxes.length === 0 && !asText);
  const text = <TextReader version={version} marked={marked} />;
  return (
    <>
      {version.current ? null : (
        <Hint>
          The document has changed since. This is its text as it was when the answer was written.
        </Hint>
      )}
      {noPlace ? (
        <Hint>The exact words could not be found here, so nothing is highlighted.</Hint>
      ) : null}
      {kind === 'passage' ? (
        <Hint>No single sentence supports this: the whole passage is highlighted.</Hint>
      ) : null}
      {hasPages ? (
        <button
          type="button"
          aria-pressed={asText}
          className="mx-5 flex items-center gap-1.5 text-xs text-muted-foreground underline-offset-2 hover:underline"
          onClick={() => setAsText(!asText)}
        >
          <FileText size={13} aria-hidden />
          {asText ? 'Show the page' : 'Show as text'}
        </button>
      ) : null}
      {hasPages && !asText && !places.isLoading ? (
        <Suspense fallback={<Loading label="Opening the document" />}>
          <PdfReader documentId={documentId} page={page} boxes={boxes} fallback={text} />
        </Suspense>
      ) : null}
      {!hasPages || asText ? text : null}
    </>
  );
};

const safeLink = /^https?:/i;

const External = ({ citation }: { citation: CitationView }) => (
  <div className="flex flex-col gap-3 px-5 text-sm">
    <Hint>This source was named by another system. Docent has not checked it.</Hint>
    {citation.quote ? (
      <blockquote className="border-l-2 border-border pl-3">{citation.quote}</blockquote>
    ) : null}
    {citation.url !== null && safeLink.test(citation.url) ? (
      <a
        href={citation.url}
        target="_blank"
        rel="noopener noreferrer"
        className="text-brand underline underline-offset-2 wrap-anywhere"
      >
        {citation.url}
      </a>
    ) : null}
  </div>
);

const isStored = (citation: CitationView): citation is StoredCitation =>
  citation.documentId !== null && citation.start !== null && citation.end !== null;

/** The cited document at the cited place. */
export const SourceBody = ({ citation }: { citation: CitationView }) => {
  const version = useVersionText(citation.versionId);
  if (!isStored(citation) || citation.versionId === null) return <External citation={citation} />;
  if (version.isPending) return <Loading label="Opening the document" />;
  if (version.isError)
    return <Failed error={version.error} onRetry={() => void version.refetch()} />;
  return <Version citation={citation} version={version.data} />;
};
