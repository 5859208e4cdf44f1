import { useQuery } from '@tanstack/react-query';
import { FolderSync, TriangleAlert } from 'lucide-react';
import type { SourceView } from '../../src/contracts/sources.ts';
import { keys, useAdministers } from '../api/queries.ts';
import { json } from '../api/request.ts';
import { count } from '../parts/count.ts';

const AGAIN_MS = 10_000;

type Lines = SourceView['problems'];

const LineList = ({ title, lines }: { title: string; lines: Lines }) =>
  lines.length === 0 ? null : (
    <details className="text-xs">
      <summary>
        {title} ({lines.length})
      </summary>
      <ul className="mt-1 max-h-64 list-disc overflow-y-auto pl-5">
        {lines.map(({ path, reason }) => (
          <li key={path + reason} className="wrap-anywhere">
            {path === '' ? null : <span className="font-mono">{path}: </span>}
            {reason}
          </li>
        ))}
      </ul>
    </details>
  );

const Folder = ({ source }: { source: SourceView }) => {
  const { name, files, documents, lastLook, problems, leftOut } = source;
  return (
    <li className="flex items-start gap-3 py-2">
      {problems.length > 0 ? (
        <TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-warning" />
      ) : (
        <FolderSync size={16} aria-hidden className="mt-0.5 shrink-0 text-muted-foreground" />
      )}
      <div className="min-w-0 flex-1">
        <p className="font-mono text-xs wrap-anywhere">{name}</p>
        <p className="text-xs text-muted-foreground">
          {count(files, 'file')}, {count(documents, 'document')}
          {lastLook === null
            ? ''
            : `, looked at ${new Date(lastLook).toLocaleTimeString('en', { timeStyle: 'short' })}`}
        </p>
        <LineList title="To be seen to" lines={problems} />
        <LineList title="Left out" lines={leftOut} />
      </div>
    </li>
  );
};

/** For administrators: the folders that are mirrored, and what became of files that are no documents. */
export const FolderList = () => {
  const administers = useAdministers();
  const { data } = useQuery({
    queryKey: [...keys.documents, 'sources'],
    queryFn: () => json<{ items: SourceView[] }>('/sources'),
    enabled: administers,
    refetchInterval: AGAIN_MS,
  });
  if (!administers || !data || data.items.length === 0) return null;
  const problems = data.items.reduce((sum, source) => sum + source.problems.length, 0);
  return (
    <details className="rounded-xl border border-border px-4 py-2.5 text-sm">
      <summary>
        Mirrored folders ({data.items.length})
        {problems === 0 ? null : (
          <span className="text-warning">, {count(problems, 'problem')}</span>
        )}
      </summary>
      <ul className="mt-1 divide-y divide-border">
        {data.items.map((source) => (
          <Folder key={source.name} source={source} />
        ))}
      </ul>
    </details>
  );
};
