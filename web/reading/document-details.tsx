import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { DocumentView, ReadersView } from '../../src/contracts/knowledge.ts';
import { useDocument } from '../api/queries.ts';
import { bytesInWords } from '../parts/bytes-in-words.ts';
import { count } from '../parts/count.ts';
import { Attachments } from './attachments.tsx';
import { useReaders } from './reading-queries.ts';
import { pieceOf } from '../documents/progress-words.ts';
import { warningLines } from '../documents/warning-lines.ts';
import type { Focus } from './viewer.tsx';
import { viewerKind } from './viewer-kind.ts';

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section
    aria-label={title}
    className="border-b border-border py-3 text-[0.8125rem] last:border-0"
  >
    <h2 className="mb-1.5 text-xs font-medium text-muted-foreground">{title}</h2>
    {children}
  </section>
);

/** Everyone, groups, people: in one sentence that says it. */
const inWords = ({ everyone, groups, you, people, otherPeople }: ReadersView): string[] => {
  if (everyone) return ['Everyone'];
  const others =
    otherPeople === 0 ? [] : [count(otherPeople, people.length > 0 ? 'other' : 'person')];
  const named = [...(you ? ['You'] : []), ...people, ...groups.map((group) => `Group ${group}`)];
  return named.length + others.length === 0 ? ['Nobody'] : [...named, ...others];
};

const Readers = ({ documentId }: { documentId: string }) => {
  const { data } = useReaders(documentId);
  return data ? (
    <Section title="Who can read this">
      <ul>
        {inWords(data).map((who) => (
          <li key={who} className="wrap-anywhere">
            <bdi>{who}</bdi>
          </li>
        ))}
      </ul>
    </Section>
  ) : null;
};

type WarningsProps = Pick<DocumentView, 'warnings' | 'format'> & { onGo: (place: Focus) => void };

/** The same warning at several places is said once, with a button for each. */
const WarningItem = ({ warnings: at, format, onGo }: WarningsProps) => {
  const [first] = at;
  const piece = pieceOf(format);
  const places = at.flatMap(({ range, page }) => (range ? [{ ...range, page: page ?? null }] : []));
  const [only] = places;
  if (!first) return null;
  const [line] = warningLines({ warnings: at, format });
  const says = places.length > 1 ? first.reason : line;
  return (
    <li className="flex gap-2">
      <TriangleAlert size={14} aria-hidden className="mt-0.5 shrink-0 text-warning" />
      {at.length === 1 && only ? (
        <button
          type="button"
          className="text-left underline-offset-2 hover:underline"
          onClick={() => onGo(only)}
        >
          {says}
        </button>
      ) : (
        <span>
          {says}
          {places.map((place, index) => (
            <button
              key={`${place.start} ${index}`}
              type="button"
              aria-label={`Place ${index + 1}`}
              className="ml-1.5 text-brand underline underline-offset-2"
              onClick={() => onGo(place)}
            >
              {place.page === null ? index + 1 : `${piece} ${place.page}`}
            </button>
          ))}
        </span>
      )}
    </li>
  );
};

const Warnings = ({ warnings, ...of }: WarningsProps) => {
  const groups = [...Map.groupBy(warnings, ({ reason }) => reason)];
  return groups.length === 0 ? null : (
    <Section title={count(groups.length, 'warning')}>
      <ul className="flex flex-col gap-2">
        {groups.map(([reason, at]) => (
          <WarningItem key={reason} warnings={at} {...of} />
        ))}
      </ul>
    </Section>
  );
};

const shown = (value: DocumentView['metadata'][string]): string => {
  if (Array.isArray(value)) return value.join(', ');
  const isDate = typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
  return isDate ? new Date(value).toLocaleDateString('en', { dateStyle: 'medium' }) : String(value);
};

/** Of a mail; the number that its program gave it says nothing to a reader. */
const mailLabels: Record<string, string> = {
  email_from: 'From',
  email_to: 'To',
  email_cc: 'Cc',
  email_date: 'Sent',
};
const unsaid = new Set(['email_id']);

const labelOf = (key: string): string => {
  const label = mailLabels[key];
  if (label !== undefined) return label;
  const words = key.replaceAll('_', ' ');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
};

const factsOf = (document: DocumentView): [string, string][] => [
  ['Size', bytesInWords(document.bytes)],
  ...(document.pages === null
    ? []
    : [[labelOf(`${pieceOf(document.format)}s`), String(document.pages)] as [string, string]]),
  ['Passages', document.passages.toLocaleString('en')],
  ['Added', new Date(document.createdAt).toLocaleDateString('en', { dateStyle: 'medium' })],
  ['Changed', new Date(document.updatedAt).toLocaleDateString('en', { dateStyle: 'medium' })],
  ...Object.entries(document.metadata).flatMap(([key, value]): [string, string][] =>
    unsaid.has(key) ? [] : [[labelOf(key), shown(value)]],
  ),
];

const CameWith = ({ mailId }: { mailId: string }) => {
  const { data } = useDocument(mailId);
  return data ? (
    <Section title="Came with">
      <Link href={`/documents/${mailId}`} className="name text-brand underline underline-offset-2">
        {data.title}
      </Link>
    </Section>
  ) : null;
};

type Props = { document: DocumentView; onGo: (place: Focus) => void };

/** What is known of a document: what is odd about it, who reads it, where it comes from. */
export const DocumentDetails = ({ document, onGo }: Props) => (
  <>
    {document.reason === null ? null : (
      <Section title="State">
        <p className="wrap-anywhere">{document.reason}</p>
      </Section>
    )}
    <Warnings warnings={document.warnings} format={document.format} onGo={onGo} />
    <Readers documentId={document.id} />
    {document.attachedTo === null ? null : <CameWith mailId={document.attachedTo} />}
    {viewerKind({ ...document, current: true }) === 'mail' && document.versionId ? null : (
      <Attachments mailId={document.id} />
    )}
    <Section title="Details">
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        {factsOf(document).map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted-foreground">{name}</dt>
            <dd className="wrap-anywhere">
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  </>
);
