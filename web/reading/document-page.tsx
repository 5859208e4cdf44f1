import { ArrowLeft, Download, Info } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import type { DocumentView } from '../../src/contracts/knowledge.ts';
import { useDocument, useWritesDocuments } from '../api/queries.ts';
import { explain, isProblem, urlOf } from '../api/request.ts';
import { stateLabels, stateTones } from '../documents/document-states.ts';
import { PasswordDialog } from '../documents/password-dialog.tsx';
import { useDocumentChanges } from '../documents/use-document-changes.ts';
import { IconButton } from '../parts/icon-button.tsx';
import { Sheet } from '../parts/sheet.tsx';
import { Empty, Failed, Loading } from '../parts/states.tsx';
import { useTitle } from '../parts/use-title.ts';
import { useWide } from '../parts/use-media.ts';
import { linkFrom, type Link as PassageLink } from './deep-link.ts';
import { DocumentDetails } from './document-details.tsx';
import { LinkedReading } from './linked-reading.tsx';
import { Reading } from './reading.tsx';
import type { Focus } from './viewer.tsx';

const Missing = () => (
  <Empty title="There is no such document">
    It was deleted, or it is not yours to read.{' '}
    <Link href="/documents" className="text-brand underline">
      To the documents
    </Link>
  </Empty>
);

type HeaderProps = {
  title: string;
  document: DocumentView | null;
  details: boolean;
  onDetails: () => void;
};

const Header = ({ title, document, details, onDetails }: HeaderProps) => (
  <header className="flex items-start gap-1 px-3 pt-3 pb-2 md:px-4">
    <Link
      href="/documents"
      aria-label="All documents"
      title="All documents"
      className="icon-button"
    >
      <ArrowLeft size={17} aria-hidden />
    </Link>
    <div className="min-w-0 flex-1 px-1 pt-0.5">
      <h1 className="name line-clamp-2 text-base leading-snug font-semibold wrap-anywhere">
        {title}
      </h1>
      {document ? (
        <p className="truncate text-xs text-muted-foreground">
          <span className={`font-medium ${stateTones[document.state]}`}>
            {stateLabels[document.state]}
          </span>
          {document.name === title ? null : (
            <>
              {' · '}
              <bdi>{document.name}</bdi>
            </>
          )}
        </p>
      ) : null}
    </div>
    {document ? (
      <>
        <a
          href={urlOf(`/documents/${document.id}/original`)}
          download
          aria-label="Download the document"
          title="Download the document"
          className="icon-button"
        >
          <Download size={16} aria-hidden />
        </a>
        <IconButton label="About this document" aria-pressed={details} onClick={onDetails}>
          <Info size={17} aria-hidden />
        </IconButton>
      </>
    ) : null}
  </header>
);

const GivePassword = ({ document }: { document: DocumentView }) => {
  const [asked, setAsked] = useState(false);
  const { reindex, error } = useDocumentChanges(document.id);
  return (
    <span className="mt-4 flex flex-col items-center gap-2">
      <button type="button" className="button button-primary" onClick={() => setAsked(true)}>
        Give the password
      </button>
      {error ? (
        <span role="alert" className="text-xs text-danger">
          {explain(error)}
        </span>
      ) : null}
      {asked ? (
        <PasswordDialog
          name={document.name}
          onPassword={reindex.mutate}
          onClose={() => setAsked(false)}
        />
      ) : null}
    </span>
  );
};

/** The document as it is now. */
const Present = ({ document, focus }: { document: DocumentView; focus: Focus | null }) => {
  const { id, versionId, mediaType, language, reason, state } = document;
  const writes = useWritesDocuments();
  const version = useMemo(
    () =>
      versionId === null ? null : { documentId: id, versionId, mediaType, language, current: true },
    [id, versionId, mediaType, language],
  );
  if (version) return <Reading version={version} cited={focus} focus={focus} narrow={false} />;
  return (
    <Empty title={stateLabels[state]}>
      {reason ?? 'Its text can be read here as soon as it is there.'}
      {state === 'needs-password' && writes ? <GivePassword document={document} /> : null}
    </Empty>
  );
};

type Props = { id: string; rest: string | undefined };

/** One document to read: as what it is, with what is known of it; at the place that a link names. */
const DocumentPage = ({ id, rest }: Props) => {
  const document = useDocument(id);
  const wide = useWide();
  const [details, setDetails] = useState<boolean | null>(null);
  const [chosen, setChosen] = useState<Focus | null>(null);
  const link = useMemo<PassageLink | null>(() => linkFrom(id, rest), [id, rest]);
  const gone = isProblem(document.error, 404);
  useTitle(document.data?.title ?? '');
  if (document.isPending) return <Loading label="Opening the document" />;
  if (document.isError && !gone)
    return <Failed error={document.error} onRetry={() => void document.refetch()} />;
  if (gone && !link) return <Missing />;
  const found = document.data ?? null;
  const shown = found !== null && (details ?? wide);
  const about = found ? (
    <DocumentDetails
      document={found}
      onGo={(place) => {
        setChosen(place);
        if (!wide) setDetails(false);
      }}
    />
  ) : null;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <Header
        title={found?.title ?? 'A document that was deleted'}
        document={found}
        details={shown}
        onDetails={() => setDetails(!shown)}
      />
      <div className="flex min-h-0 flex-1">
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          {link && !chosen ? (
            <LinkedReading link={link} document={found} missing={<Missing />} />
          ) : found ? (
            <Present document={found} focus={chosen} />
          ) : null}
        </div>
        {shown && wide ? (
          <aside
            aria-label="About this document"
            className="w-80 shrink-0 overflow-y-auto border-l border-border px-5 py-3"
          >
            {about}
          </aside>
        ) : null}
      </div>
      {shown && !wide && details === true ? (
        <Sheet label="About this document" side="full" onClose={() => setDetails(false)}>
          <div className="flex items-center justify-between px-5 pt-4">
            <h2 className="text-sm font-semibold">About this document</h2>
            <button type="button" className="button button-quiet" onClick={() => setDetails(false)}>
              Close
            </button>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-3">{about}</div>
        </Sheet>
      ) : null}
    </div>
  );
};

export default DocumentPage;
