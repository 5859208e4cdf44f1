import { LoaderCircle, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../parts/icon-button.tsx';
import type { UploadItem } from './upload-queue.ts';
import type { Uploads } from './use-uploads.ts';

const icons: Record<UploadItem['state'], ReactNode> = {
  waiting: <LoaderCircle size={15} aria-hidden className="text-muted-foreground" />,
  sending: <LoaderCircle size={15} aria-hidden className="animate-spin text-brand" />,
  sent: null,
  failed: <TriangleAlert size={15} aria-hidden className="text-danger" />,
};

const words = ({ state, progress, reason }: UploadItem): string => {
  if (state === 'waiting') return 'Waiting';
  if (state === 'sending') return `${Math.round(progress * 100)} %`;
  return reason ?? 'Failed';
};

/** Every file that is on its way, how far it is, and why one did not arrive. Those that did are in the list of documents. */
export const UploadList = ({ uploads }: { uploads: Uploads }) => {
  const { items, remove, clear } = uploads;
  if (items.length === 0) return null;
  const open = items.filter(({ state }) => state !== 'sent');
  return (
    <section aria-label="Uploads" className="rounded-xl border border-border">
      <header className="flex items-center justify-between px-4 py-1.5 text-sm">
        <h2 role="status">
          {items.length - open.length} of {items.length} sent
        </h2>
        <button
          type="button"
          className="text-xs text-muted-foreground underline-offset-2 hover:underline"
          onClick={clear}
        >
          Clear
        </button>
      </header>
      {open.length === 0 ? null : (
        <ul className="max-h-64 overflow-y-auto border-t border-border py-1">
          {open.map((item) => (
            <li key={item.key} className="flex items-center gap-2.5 px-4 py-1 text-sm">
              {icons[item.state]}
              <span className="min-w-0 flex-1 truncate">{item.name}</span>
              {item.state === 'sending' ? (
                <progress
                  aria-label={`Progress of ${item.name}`}
                  className="h-1 w-24 max-sm:hidden"
                  value={item.progress}
                />
              ) : null}
              <span
                className={`max-w-[50%] text-right text-xs ${item.state === 'failed' ? 'text-danger' : 'text-muted-foreground'}`}
              >
                {words(item)}
              </span>
              <IconButton
                label={`${item.state === 'sending' || item.state === 'waiting' ? 'Cancel' : 'Dismiss'} ${item.name}`}
                className="size-6"
                onClick={() => remove(item.key)}
              >
                <X size={13} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
