import { useQueryClient } from '@tanstack/react-query';
import { FilePlus, FolderPlus } from 'lucide-react';
import { useRef, useState, type ChangeEvent } from 'react';
import { keys, useBases, useDocuments, useMe } from '../api/queries.ts';
import { query } from '../api/request.ts';
import { useCommand } from '../parts/commands.ts';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { BaseMenu } from './base-menu.tsx';
import { DocumentRow } from './document-row.tsx';
import { stateLabels } from './document-states.ts';
import { DropHint } from './drop-hint.tsx';
import { pickedFiles, type NamedFile } from './dropped-files.ts';
import { FolderList } from './folder-list.tsx';
import { IngestionBar } from './ingestion-bar.tsx';
import { NewBaseButton } from './new-base-button.tsx';
import { SelectionBar, type Selection } from './selection-bar.tsx';
import { UploadList } from './upload-list.tsx';
import { useDrop } from './use-drop.ts';
import { useUploads } from './use-uploads.ts';

/** Known to every browser, not to React's types. */
const wholeFolder = { webkitdirectory: '' };
const states = Object.entries(stateLabels);

type FilterProps = {
  base: string | null;
  state: string | null;
  onBase: (base: string | null) => void;
  onState: (state: string | null) => void;
};

const Filters = ({ base, state, onBase, onState }: FilterProps) => {
  const { data: bases } = useBases();
  const { data: me } = useMe();
  const administers = me?.role === 'administrator' || me?.role === 'operator';
  const chosen = bases?.items.find(({ id }) => id === base);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <select
        aria-label="Knowledge base"
        className="field w-auto"
        value={base ?? ''}
        onChange={(event) => onBase(event.target.value || null)}
      >
        <option value="">All bases</option>
        {bases?.items.map(({ id, name, documents }) => (
          <option key={id} value={id}>
            {name} ({documents})
          </option>
        ))}
      </select>
      {administers && chosen ? <BaseMenu base={chosen} onDeleted={() => onBase(null)} /> : null}
      <select
        aria-label="State"
        className="field w-auto"
        value={state ?? ''}
        onChange={(event) => onState(event.target.value || null)}
      >
        <option value="">Any state</option>
        {states.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      {administers ? <NewBaseButton onMade={onBase} /> : null}
    </div>
  );
};

type ListProps = {
  base: string | null;
  state: string | null;
  selection: Selection;
  onSelect: (selection: Selection) => void;
};

const toggled = (selection: ReadonlySet<string>, id: string): Selection =>
  selection.has(id)
    ? new Set([...selection].filter((each) => each !== id))
    : new Set([...selection, id]);

const List = ({ base, state, selection, onSelect }: ListProps) => {
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage } = useDocuments({
    base,
    state,
  });
  if (isPending) return <Loading label="Loading documents" />;
  if (error && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return state === null ? (
      <Empty title="No documents yet">
        Drop files or folders anywhere on this page: PDF, Word, PowerPoint, Excel, OpenDocument,
        mail, e-books, pictures, web pages, Markdown, text or CSV.
      </Empty>
    ) : (
      <Empty title="No document is in this state" />
    );
  }
  return (
    <>
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

const AddButtons = ({ onFiles }: { onFiles: (files: NamedFile[]) => void }) => {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  useCommand('attach', () => files.current?.click());
  const picker = {
    type: 'file',
    multiple: true,
    hidden: true,
    onChange: (event: ChangeEvent<HTMLInputElement>) => {
      onFiles(pickedFiles(event.target.files));
      event.target.value = '';
    },
  };
  return (
    <div className="flex gap-2">
      <input ref={files} aria-label="Files to add" {...picker} />
      <input ref={folder} aria-label="Folder to add" {...picker} {...wholeFolder} />
      <button type="button" className="button button-quiet" onClick={() => folder.current?.click()}>
        <FolderPlus size={16} aria-hidden /> Add a folder
      </button>
      <button
        type="button"
        className="button button-primary"
        onClick={() => files.current?.click()}
      >
        <FilePlus size={16} aria-hidden /> Add files
      </button>
    </div>
  );
};

/** What can be asked about, how each document stands and why, and adding to it. */
const DocumentsPage = () => {
  const client = useQueryClient();
  const { data: bases } = useBases();
  const [base, setBase] = useState<string | null>(null);
  const [state, setState] = useState<string | null>(null);
  const [selection, setSelection] = useState<Selection>(null);
  const uploads = useUploads(() => {
    void client.invalidateQueries({ queryKey: keys.documents });
    void client.invalidateQueries({ queryKey: keys.bases });
    void client.invalidateQueries({ queryKey: keys.suggestions });
  });
  const target = base ?? bases?.items[0]?.id ?? null;
  const onFiles = (files: NamedFile[]): void =>
    uploads.add(`/documents${query({ base: target })}`, files);
  const hovering = useDrop(onFiles);
  return (
    <ScrollRegion aria-label="Documents" className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-4xl flex-col gap-5 px-5 py-8">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h1 className="text-xl font-semibold tracking-tight">Documents</h1>
          <AddButtons onFiles={onFiles} />
        </div>
        <UploadList uploads={uploads} />
        <IngestionBar base={base} onFailed={() => setState('failed')} />
        <FolderList />
        <div className="flex flex-wrap items-center justify-between gap-2">
          <Filters base={base} state={state} onBase={setBase} onState={setState} />
          <SelectionBar selection={selection} onChange={setSelection} />
        </div>
        <div>
          <List base={base} state={state} selection={selection} onSelect={setSelection} />
        </div>
      </div>
      {hovering ? <DropHint label="Drop to add to the documents" /> : null}
    </ScrollRegion>
  );
};

export default DocumentsPage;
