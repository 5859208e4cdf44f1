import { Paperclip } from 'lucide-react';
import { Link } from 'wouter';
import { count } from '../parts/count.ts';
import { useAttachments } from './reading-queries.ts';

/** The documents that came with a mail; nothing without any. */
export const Attachments = ({ mailId }: { mailId: string }) => {
  const { data } = useAttachments(mailId);
  if (!data || data.items.length === 0) return null;
  return (
    <div role="group" aria-label="Attachments" className="mt-4">
      <h3 className="mb-2 text-xs text-muted-foreground">
        {count(data.items.length, 'attachment')}
      </h3>
      <ul className="flex flex-wrap gap-2">
        {data.items.map(({ id, name }) => (
          <li key={id} className="min-w-0">
            <Link
              href={`/documents/${id}`}
              className="flex items-center gap-2 rounded-lg border border-border px-2.5 py-1.5 text-[0.8125rem] hover:bg-accent"
            >
              <Paperclip size={13} aria-hidden className="shrink-0 text-muted-foreground" />
              <span className="name truncate">{name}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
};
