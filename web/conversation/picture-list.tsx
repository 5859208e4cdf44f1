import { X } from 'lucide-react';
import type { Pictures } from './use-pictures.ts';

export const PictureList = ({ pictures }: { pictures: Pictures }) => (
  <ul aria-label="Images" className="flex flex-wrap gap-2 px-3 pt-3">
    {pictures.items.map(({ key, name, picture, refusal }) => (
      <li
        key={key}
        className="relative flex min-h-16 min-w-16 items-center rounded-lg border border-border bg-muted"
      >
        {refusal === null ? null : (
          <p role="alert" className="max-w-56 py-1.5 pr-9 pl-2.5 text-xs">
            <span className="block truncate font-medium">{name}</span>
            <span className="text-danger">{refusal}</span>
          </p>
        )}
        {picture === null ? null : (
          <img src={picture.preview} alt={name} className="size-16 rounded-lg object-cover" />
        )}
        <button
          type="button"
          aria-label={`Remove ${name}`}
          title={`Remove ${name}`}
          className="absolute top-1 right-1 grid size-6 place-items-center rounded-full bg-background/85 text-foreground hover:bg-accent"
          onClick={() => pictures.remove(key)}
        >
          <X size={13} aria-hidden />
        </button>
      </li>
    ))}
  </ul>
);
