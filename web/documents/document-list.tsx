import type { DocumentView } from '../../src/contracts/knowledge.ts';
import { useWritesDocuments } from '../api/queries.ts';
import { count } from '../parts/count.ts';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { DocumentRow } from './document-row.tsx';
import type { Selection } from './selection-bar.tsx';
import { useDocuments } from './use-documents.ts';
import type { Listing } from './use-listing.ts';

type Props = {
  listing: Listing;
  selection: Selection;
  onSelect: (selection: Selection) => void;
};

type ChoiceProps = {
  items: DocumentView[];
  selection: ReadonlySet<string>;
  onSelect: (selection: Selection) => void;
};

const toggled = (selection: ReadonlySet<string>, id: string): Selection =>
  selection.has(id)
    ? new Set([...selection].filter((each) => each !== id))
    : new Set([...selection, id]);

const Nothing = ({ listing: { words, state, metadata } }: Pick<Props, 'listing'>) => {
  const writes = useWritesDocuments();
  if (words !== '' || Object.keys(metadata).length > 0)
    return (
      <Empty title="No document is found">
        {words === ''
          ? 'None has all of what is chosen above.'
          : 'Every word must be in its name or title.'}
      </Empty>
    );
  if (state !== null) return <Empty title="No document is in this state" />;
  return (
    <Empty title="No documents yet">
      {writes
        ? 'Drop files or folders anywhere on this page: PDF, Word, PowerPoint, Excel, OpenDocument, mail, e-books, pictures, web pages, Markdown, text or CSV.'
        : null}
    </Empty>
  );
};

/** Chooses all that are shown, or none of them. */
const Everything = ({ items, selection, onSelect }: ChoiceProps) => {
  const ids = items.map(({ id }) => id);
  const all = ids.every((id) => selection.has(id));
  return (
    <label className="mb-2 flex items-center gap-3 text-sm">
      <input
        type="checkbox"
        className="size-[18px] shrink-0"
        checked={all}
        onChange={() => onSelect(new Set(all ? [] : [...selection, ...ids]))}
      />
      All that are shown
    </label>
  );
};

/** What was found, and how many. */
export const DocumentList = ({ listing, selection, onSelect }: Props) => {
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage } = useDocuments(listing);
  if (isPending) return <Loading label="Loading documents" />;
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  const items = data.pages.flatMap((page) => page.items);
  const total = data.pages[0]?.total ?? null;
  return (
    <>
      <p role="status" className={!total ? 'sr-only' : 'mb-2 text-xs text-muted-foreground'}>
        {total === null ? null : `${count(total, 'document')} found`}
      </p>
      {selection && items.length > 1 ? (
        <Everything items={items} selection={selection} onSelect={onSelect} />
      ) : null}
      {items.length === 0 ? (
        <Nothing listing={listing} />
      ) : (
        <ul aria-label="Documents" className="divide-y divide-border border-y border-border">
          {items.map((document) => (
            <DocumentRow
              key={document.id}
              document={document}
              chosen={selection?.has(document.id) ?? null}
              onChoose={() => selection && onSelect(toggled(selection, document.id))}
            />
          ))}
        </ul>
      )}
      {hasNextPage ? (
        <button
          type="button"
          className="button button-quiet mt-4"
          onClick={() => void fetchNextPage()}
        >
          Show more
        </button>
      ) : null}
    </>
  );
};
