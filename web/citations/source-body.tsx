import { Maximize2 } from 'lucide-react';
import { useMemo } from 'react';
import { Link } from 'wouter';
import type { CitationView } from '../../src/contracts/conversation.ts';
import type { VersionText } from '../../src/contracts/knowledge.ts';
import { Failed, Loading } from '../parts/states.tsx';
import { CopyLink } from '../reading/copy-link.tsx';
import { pathOf, type Link as PassageLink } from '../reading/deep-link.ts';
import { Hint } from '../reading/hint.tsx';
import { Reading } from '../reading/reading.tsx';
import { useTextAt } from '../reading/reading-queries.ts';
import { isLocated } from '../reading/text-blocks.ts';
import { linkOfCitation } from './citation-link.ts';

type VersionProps = { citation: CitationView; link: PassageLink; version: VersionText };

const Version = ({ citation, link, version }: VersionProps) => {
  const { page, kind, quote } = citation;
  const { start, end } = link;
  const located = isLocated(version, { start, end, quote });
  const cited = useMemo(() => (located ? { start, end } : null), [located, start, end]);
  const focus = useMemo(() => ({ start, end, page }), [start, end, page]);
  return (
    <>
      {version.current ? null : (
        <Hint>
          The document has changed since. This is its text as it was when the answer was written.
        </Hint>
      )}
      {located ? null : (
        <Hint>The exact words could not be found here, so nothing is highlighted.</Hint>
      )}
      {kind === 'passage' ? (
        <Hint>No single sentence supports this: the whole passage is highlighted.</Hint>
      ) : null}
      <Reading version={version} cited={cited} focus={focus} narrow>
        <Link
          href={pathOf(link)}
          aria-label="Open the document"
          title="Open the document"
          className="icon-button"
        >
          <Maximize2 size={15} aria-hidden />
        </Link>
        <CopyLink link={link} />
      </Reading>
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

const Stored = ({ citation, link }: { citation: CitationView; link: PassageLink }) => {
  const version = useTextAt(link.versionId, link);
  if (version.isPending) return <Loading label="Opening the document" />;
  if (version.isError)
    return <Failed error={version.error} onRetry={() => void version.refetch()} />;
  return <Version citation={citation} link={link} version={version.data} />;
};

/** The cited document at the cited place. */
const SourceBody = ({ citation }: { citation: CitationView }) => {
  const link = linkOfCitation(citation);
  return link ? <Stored citation={citation} link={link} /> : <External citation={citation} />;
};

export default SourceBody;
