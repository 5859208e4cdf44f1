import {
  CircleX,
  Download,
  FileText,
  LoaderCircle,
  LockKeyhole,
  RefreshCw,
  Trash2,
} from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { DocumentView } from '../../src/contracts/knowledge.ts';
import { useWritesDocuments } from '../api/queries.ts';
import { explain, urlOf } from '../api/request.ts';
import { bytesInWords } from '../parts/bytes-in-words.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { count } from '../parts/count.ts';
import { OptionsMenu } from '../parts/options-menu.tsx';
import { isBusy, stateLabels, stateTones } from './document-states.ts';
import { pieceOf, progressWords } from './progress-words.ts';
import { PasswordDialog } from './password-dialog.tsx';
import { useDocumentChanges } from './use-document-changes.ts';
import { warningLines } from './warning-lines.ts';

const facts = ({
  name,
  bytes,
  pages,
  passages,
  source,
  updatedAt,
  attachedTo,
  format,
}: DocumentView): string =>
  [
    bytesInWords(bytes),
    pages === null ? null : count(pages, pieceOf(format)),
    passages === 0 ? null : count(passages, 'passage'),
    new Date(updatedAt).toLocaleDateString('en', { dateStyle: 'medium' }),
    attachedTo === null ? null : 'attached to a mail',
    source === 'upload' || source === 'attachment' || source === name ? null : source,
  ]
    .filter((fact) => fact !== null)
    .join(' · ');

type RowMenuProps = {
  document: DocumentView;
  onReindex: () => void;
  onCancel: () => void;
  onPassword: () => void;
  onDelete: () => void;
};

const RowMenu = ({ document, onReindex, onCancel, onPassword, onDelete }: RowMenuProps) => {
  const writes = useWritesDocuments();
  const download = {
    label: 'Download',
    icon: <Download size={15} aria-hidden />,
    href: urlOf(`/documents/${document.id}/original`),
  };
  const changes = [
    document.state === 'needs-password'
      ? {
          label: 'Give the password',
          icon: <LockKeyhole size={15} aria-hidden />,
          onSelect: onPassword,
        }
      : isBusy(document.state)
        ? { label: 'Cancel reading', icon: <CircleX size={15} aria-hidden />, onSelect: onCancel }
        : { label: 'Read again', icon: <RefreshCw size={15} aria-hidden />, onSelect: onReindex },
    { label: 'Delete', icon: <Trash2 size={15} aria-hidden />, danger: true, onSelect: onDelete },
  ];
  return (
    <OptionsMenu
      label={`Options of ${document.name}`}
      align="end"
      entries={writes ? [download, ...changes] : [download]}
    />
  );
};

const State = ({ document }: { document: DocumentView }) => {
  const words = progressWords(document);
  return (
    <span
      className={`flex flex-wrap items-center justify-end gap-1.5 text-right text-xs font-medium max-sm:max-w-20 ${stateTones[document.state]}`}
    >
      {isBusy(document.state) ? (
        <LoaderCircle size={13} aria-hidden className="animate-spin" />
      ) : null}
      {stateLabels[document.state]}
      {words === null ? null : <span className="font-normal">{words}</span>}
    </span>
  );
};

type Props = {
  document: DocumentView;
  /** Null: documents are not being chosen. */
  chosen: boolean | null;
  onChoose: () => void;
};

/** A document: what it is, whether it can be asked, and if not, why and what helps. */
export const DocumentRow = ({ document, chosen, onChoose }: Props) => {
  const writes = useWritesDocuments();
  const [dialog, setDialog] = useState<'delete' | 'password' | null>(null);
  const { reindex, remove, cancel, error } = useDocumentChanges(document.id);
  const close = (): void => setDialog(null);
  const warnings = warningLines(document);
  return (
    <li className="flex items-center gap-3 py-2.5">
      {chosen === null ? (
        <FileText size={18} aria-hidden className="shrink-0 text-muted-foreground" />
      ) : (
        <input
          type="checkbox"
          aria-label={`Choose ${document.name}`}
          className="size-[18px] shrink-0"
          checked={chosen}
          onChange={onChoose}
        />
      )}
      <div className="min-w-0 flex-1">
        <Link
          href={`/documents/${document.id}`}
          className="name line-clamp-2 text-sm font-medium wrap-anywhere hover:underline"
          title={document.name}
        >
          {document.name}
        </Link>
        <p className="truncate text-xs text-muted-foreground">{facts(document)}</p>
        {document.reason === null ? null : (
          <p className="mt-0.5 text-xs wrap-anywhere">
            {document.reason}{' '}
            {writes && document.state === 'needs-password' ? (
              <button
                type="button"
                className="text-brand underline underline-offset-2"
                onClick={() => setDialog('password')}
              >
                Give the password
              </button>
            ) : null}
          </p>
        )}
        {warnings.length > 0 ? (
          <details className="mt-0.5 text-xs text-muted-foreground">
            <summary>{count(warnings.length, 'warning')}</summary>
            <ul className="mt-1 list-disc pl-5">
              {warnings.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </details>
        ) : null}
        {error ? (
          <p role="alert" className="text-xs text-danger">
            {explain(error)}
          </p>
        ) : null}
      </div>
      <State document={document} />
      <RowMenu
        document={document}
        onReindex={() => reindex.mutate(undefined)}
        onCancel={cancel.mutate}
        onPassword={() => setDialog('password')}
        onDelete={() => setDialog('delete')}
      />
      {dialog === 'password' ? (
        <PasswordDialog name={document.name} onPassword={reindex.mutate} onClose={close} />
      ) : null}
      {dialog === 'delete' ? (
        <ConfirmDialog
          title={`Delete “${document.name}”?`}
          description="It will no longer be answered from. Answers that cite it keep their quotes."
          action="Delete"
          onConfirm={remove.mutate}
          onClose={close}
        />
      ) : null}
    </li>
  );
};
