import { Paperclip, X } from 'lucide-react';
import type { Attachments } from './use-attachments.ts';

export const AttachmentList = ({ attachments }: { attachments: Attachments }) => (
  <ul aria-label="Attached files" className="flex flex-wrap gap-2 px-3 pt-3">
    {attachments.items.map((item) => (
      <li
        key={item.key}
        className="flex max-w-full items-center gap-2 rounded-lg border border-border py-1 pr-1 pl-2.5 text-xs"
      >
        <Paperclip size={13} aria-hidden />
        <span className="max-w-48 truncate font-medium">{item.name}</span>
        <span
          className={`max-w-72 ${item.failed ? 'text-danger' : 'text-muted-foreground'}`}
          role="status"
        >
          {item.documentId === null || item.failed ? item.status : 'Ready'}
        </span>
        <button
          type="button"
          aria-label={`Remove ${item.name}`}
          className="icon-button size-6"
          onClick={() => attachments.remove(item.key)}
        >
          <X size={13} aria-hidden />
        </button>
      </li>
    ))}
  </ul>
);
