import { CirclePause, LoaderCircle, Pause, Play, RefreshCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { IngestionView } from '../../src/contracts/ingestion.ts';
import { useAdministers, useWritesDocuments } from '../api/queries.ts';
import { count } from '../parts/count.ts';
import { timeLeft } from './progress-words.ts';
import { useIngestion, useLeading } from './use-ingestion.ts';

const icons: Record<IngestionView['state'], ReactNode> = {
  idle: <TriangleAlert size={15} aria-hidden className="text-warning" />,
  reading: <LoaderCircle size={15} aria-hidden className="animate-spin text-brand" />,
  paused: <CirclePause size={15} aria-hidden className="text-warning" />,
  held: <TriangleAlert size={15} aria-hidden className="text-warning" />,
};

const states: Record<Exclude<IngestionView['state'], 'idle'>, string> = {
  reading: 'Reading',
  paused: 'Paused',
  held: 'Held up',
};

const headline = ({ state, total }: IngestionView): string =>
  state === 'idle'
    ? `${count(total.failed, 'document')} could not be read`
    : `${states[state]}: ${count(total.waiting + total.reading, 'document')} to go`;

const details = ({ reason, total, rate }: IngestionView): string =>
  [
    reason,
    total.secondsLeft === null ? null : timeLeft(total.secondsLeft),
    total.secondsLeft === null || rate === null
      ? null
      : `${rate.documentsPerMinute.toLocaleString('en')} a minute`,
  ]
    .filter((part) => part !== null)
    .join(' · ');

type Props = {
  base: string | null;
  /** Shows what failed; null: it is shown. */
  onFailed: (() => void) | null;
};

/** How far the reading is, for how long, what went wrong, and stopping it for a while. */
export const IngestionBar = ({ base, onFailed }: Props) => {
  const { data } = useIngestion(base);
  const writes = useWritesDocuments();
  const leads = useAdministers();
  const { pause, resume, retry, busy } = useLeading(base);
  if (!data || (data.state === 'idle' && data.total.failed === 0)) return null;
  const { state, total } = data;
  const under = details(data);
  return (
    <section
      aria-label="Reading of documents"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border border-border px-4 py-2.5 text-sm"
    >
      <div className="flex min-w-0 flex-1 basis-64 items-center gap-2.5">
        {icons[state]}
        <div className="min-w-0 flex-1">
          <p role="status" className="font-medium">
            {headline(data)}
          </p>
          {under === '' ? null : <p className="text-xs text-muted-foreground">{under}</p>}
        </div>
      </div>
      {state === 'idle' ? null : (
        <progress
          aria-label="Documents read"
          className="h-1.5 w-40"
          value={total.done}
          max={Math.max(total.documents, 1)}
        />
      )}
      <div className="flex flex-wrap items-center gap-2">
        {total.failed > 0 && onFailed ? (
          <button type="button" className="button button-quiet h-8" onClick={onFailed}>
            {state === 'idle' ? 'Show them' : `${total.failed} failed`}
          </button>
        ) : null}
        {total.failed > 0 && base !== null && writes ? (
          <button
            type="button"
            className="button button-quiet h-8"
            disabled={busy}
            onClick={() => retry(base)}
          >
            <RefreshCw size={14} aria-hidden /> Try again
          </button>
        ) : null}
        {leads && state === 'paused' ? (
          <button
            type="button"
            className="button button-quiet h-8"
            disabled={busy}
            onClick={resume}
          >
            <Play size={14} aria-hidden /> Go on
          </button>
        ) : null}
        {leads && (state === 'reading' || state === 'held') ? (
          <button type="button" className="button button-quiet h-8" disabled={busy} onClick={pause}>
            <Pause size={14} aria-hidden /> Pause
          </button>
        ) : null}
      </div>
    </section>
  );
};
