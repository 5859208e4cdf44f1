import type { DocumentView } from '../../src/contracts/knowledge.ts';
import { useDocument } from '../api/queries.ts';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { Attachments } from './attachments.tsx';
import { FlowingText } from './text-reader.tsx';
import type { ViewerProps } from './viewer.tsx';

const lines = [
  ['from', 'From'],
  ['to', 'To'],
  ['cc', 'Cc'],
  ['date', 'Date'],
  ['sent', 'Date'],
] as const;

const said = (value: DocumentView['metadata'][string]): string =>
  Array.isArray(value) ? value.join(', ') : String(value);

const readable = (name: string, value: string): string => {
  const date = /^\d{4}-\d\d-\d\dT/.test(value) && name === 'Date' ? new Date(value) : null;
  return date && !Number.isNaN(date.getTime())
    ? date.toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' })
    : value;
};

const Head = ({ document }: { document: DocumentView }) => {
  const shown = lines.flatMap(([key, name]) => {
    const value = document.metadata[key];
    return value === undefined || said(value) === '' ? [] : [{ name, value: said(value) }];
  });
  return (
    <header className="border-b border-border pb-4">
      <h2 className="name text-lg font-semibold wrap-anywhere">{document.title}</h2>
      {shown.length > 0 ? (
        <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5 text-sm">
          {shown.map(({ name, value }) => (
            <div key={name} className="contents">
              <dt className="text-muted-foreground">{name}</dt>
              <dd className="wrap-anywhere">
                <bdi>{readable(name, value)}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
    </header>
  );
};

/** A mail: who wrote it to whom and when, what it says, and what came with it. */
const MailViewer = ({ version, focus, narrow }: ViewerProps) => {
  const { data: document } = useDocument(version.documentId);
  return (
    <ScrollRegion aria-label="Mail" className="min-h-0 flex-1 overflow-y-auto">
      <article className={narrow ? 'px-5 pb-10' : 'mx-auto max-w-3xl px-5 pb-16'}>
        {document ? <Head document={document} /> : null}
        <FlowingText version={version} focus={focus} />
        <Attachments mailId={version.documentId} />
      </article>
    </ScrollRegion>
  );
};

export default MailViewer;
