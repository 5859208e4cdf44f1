import { useQueryClient } from '@tanstack/react-query';
import { FilePlus, FolderPlus } from 'lucide-react';
import { useEffect, useRef, useState, type ChangeEvent } from 'react';
import { keys, useBases, useWritesDocuments } from '../api/queries.ts';
import { query } from '../api/request.ts';
import { useCommand } from '../parts/commands.ts';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { useTitle } from '../parts/use-title.ts';
import { DocumentList } from './document-list.tsx';
import { DropHint } from './drop-hint.tsx';
import { pickedFiles, type NamedFile } from './dropped-files.ts';
import { FolderList } from './folder-list.tsx';
import { IndexNote } from './index-note.tsx';
import { IngestionBar } from './ingestion-bar.tsx';
import { Filters } from './listing-filters.tsx';
import { MetadataChips } from './metadata-chips.tsx';
import { SearchField } from './search-field.tsx';
import { SelectionBar, type Selection } from './selection-bar.tsx';
import { UploadList } from './upload-list.tsx';
import { useDrop } from './use-drop.ts';
import { useFacets } from './use-facets.ts';
import { useListing } from './use-listing.ts';
import { documentUploads, useUploads } from './use-uploads.ts';

/** Known to every browser, not to React's types. */
const wholeFolder = { webkitdirectory: '' };

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
  const [listing, change] = useListing();
  const writes = useWritesDocuments();
  useTitle('Documents');
  const [selection, setSelection] = useState<Selection>(null);
  const uploads = useUploads(documentUploads);
  const sent = uploads.items.filter(({ state }) => state === 'sent').length;
  useEffect(() => {
    if (sent === 0) return;
    // Files may arrive faster than the server answers: what is asked already is left to come.
    for (const queryKey of [keys.documents, keys.bases, keys.suggestions])
      void client.invalidateQueries({ queryKey }, { cancelRefetch: false });
  }, [client, sent]);
  const { base } = listing;
  const groups = useFacets(base);
  const target = base ?? bases?.items[0]?.id ?? null;
  const onFiles = (files: NamedFile[]): void => {
    if (writes) uploads.add(`/documents${query({ base: target })}`, files);
  };
  const hovering = useDrop(onFiles);
  return (
    <ScrollRegion aria-label="Documents" className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-4xl flex-col gap-5 px-5 py-8">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h1 className="text-xl font-semibold tracking-tight">Documents</h1>
          {writes ? <AddButtons onFiles={onFiles} /> : null}
        </div>
        <UploadList uploads={uploads} />
        <IndexNote base={base} />
        <IngestionBar
          base={base}
          onFailed={listing.state === 'failed' ? null : () => change({ state: 'failed' })}
        />
        <FolderList />
        <div className="flex flex-col gap-3">
          <SearchField words={listing.words} onWords={(words) => change({ words })} />
          <div className="flex flex-wrap items-center justify-between gap-2">
            <Filters listing={listing} onChange={change} />
            <SelectionBar selection={selection} onChange={setSelection} />
          </div>
          <MetadataChips
            groups={groups}
            chosen={listing.metadata}
            onChange={(metadata) => change({ metadata })}
          />
        </div>
        <div>
          <DocumentList listing={listing} selection={selection} onSelect={setSelection} />
        </div>
      </div>
      {hovering && writes ? <DropHint label="Drop to add to the documents" /> : null}
    </ScrollRegion>
  );
};

export default DocumentsPage;
