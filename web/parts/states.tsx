import { LoaderCircle, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { explain } from '../api/request.ts';

export const Loading = ({ label }: { label: string }) => (
  <p
    role="status"
    className="flex items-center justify-center gap-2 p-8 text-sm text-muted-foreground"
  >
    <LoaderCircle size={16} aria-hidden className="animate-spin" />
    {label}
  </p>
);

/** What went wrong, in words, and the way to try again. */
export const Failed = ({ error, onRetry }: { error: unknown; onRetry: () => void }) => (
  <div role="alert" className="flex flex-col items-center gap-3 p-8 text-center text-sm">
    <TriangleAlert size={20} aria-hidden className="text-danger" />
    <p className="max-w-prose">{explain(error)}</p>
    <button type="button" className="button button-quiet" onClick={onRetry}>
      Try again
    </button>
  </div>
);

export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="flex flex-col items-center gap-2 px-6 py-14 text-center">
    <p className="font-medium">{title}</p>
    <div className="max-w-prose text-sm text-muted-foreground">{children}</div>
  </div>
);
