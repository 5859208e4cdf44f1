import { useMemo, useState, type ReactNode } from 'react';
import type { DocumentView, LocatedView } from '../../src/contracts/knowledge.ts';
import { isProblem } from '../api/request.ts';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { CopyLink } from './copy-link.tsx';
import type { Link } from './deep-link.ts';
import { Hint } from './hint.tsx';
import { Reading } from './reading.tsx';
import { useLocated, useTextAt } from './reading-queries.ts';
import type { Range } from './text-blocks.ts';

type Place = Range & { versionId: string };

const CHANGED = 'The document has changed since this link was made.';

/** What a reader has to know of where the link has led. */
const explanation = ({ changed, found, old }: LocatedView, isOld: boolean): string | null => {
  if (isOld) return 'This is the text that the link was made for. The document has changed since.';
  if (found?.how === 'near')
    return `${changed ? `${CHANGED} ` : ''}The words are not there any more; this passage says the same in others.`;
  if (found) return changed ? CHANGED : null;
  return `${changed ? `${CHANGED} ` : ''}The passage is no longer there${old ? ', but in the text as it was' : ''}.`;
};

type AtPlaceProps = { place: Place; found: boolean; link: Link };

const AtPlace = ({ place, found, link }: AtPlaceProps) => {
  const { versionId, start, end } = place;
  const range = useMemo(() => ({ start, end }), [start, end]);
  const version = useTextAt(versionId, range);
  const page = version.data?.blocks.find((block) => block.end > start)?.page ?? null;
  const focus = useMemo(() => (found ? { ...range, page } : null), [range, page, found]);
  if (version.isPending) return <Loading label="Opening the document" />;
  if (version.isError)
    return <Failed error={version.error} onRetry={() => void version.refetch()} />;
  return (
    <Reading version={version.data} cited={found ? range : null} focus={focus} narrow={false}>
      <CopyLink link={{ ...link, ...place }} />
    </Reading>
  );
};

type Props = {
  link: Link;
  /** Null: it was deleted; its text may still be there for those who cite it. */
  document: DocumentView | null;
  missing: ReactNode;
};

/** A document where a link points: at the same words, wherever they stand now. */
export const LinkedReading = ({ link, document, missing }: Props) => {
  const located = useLocated(link);
  const [wantsOld, setWantsOld] = useState(false);
  if (located.isPending) return <Loading label="Looking for the passage" />;
  if (isProblem(located.error, 404)) return missing;
  if (located.isError)
    return <Failed error={located.error} onRetry={() => void located.refetch()} />;
  const { found, old } = located.data;
  const isOld = old !== null && (wantsOld || document === null);
  const beginning = document?.versionId
    ? { versionId: document.versionId, start: 0, end: 0 }
    : null;
  const place: Place | null = isOld ? old : (found ?? beginning);
  const says = explanation(located.data, isOld);
  if (!place) return <Empty title="Nothing to read yet">{says}</Empty>;
  return (
    <>
      {says === null ? null : (
        <Hint>
          {says}{' '}
          {old && document ? (
            <button
              type="button"
              className="text-brand underline underline-offset-2"
              onClick={() => setWantsOld(!isOld)}
            >
              {isOld ? 'Show the document as it is now' : 'Show the text as it was'}
            </button>
          ) : null}
        </Hint>
      )}
      <AtPlace key={place.versionId} place={place} found={isOld || found !== null} link={link} />
    </>
  );
};
