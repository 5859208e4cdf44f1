import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { IconButton } from '../parts/icon-button.tsx';
import type { Find } from './use-find.ts';

const counted = ({ searched, hits, index, more, words }: Find): string => {
  if (!searched) return '';
  if (hits.length === 0) return words.trim() === '' ? '' : 'Not found';
  return `${index + 1} of ${hits.length}${more ? '+' : ''}`;
};

/** Words to look for in the document: Enter goes to the next place, Shift and Enter back. */
export const FindBar = ({ find, onClose }: { find: Find; onClose: () => void }) => {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') find.move(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const none = find.hits.length === 0;
  return (
    <search className="flex items-center gap-1 border-b border-border px-4 py-1.5">
      <input
        ref={field}
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was asked for just now
        autoFocus
        type="text"
        enterKeyHint="search"
        aria-label="Find in the document"
        placeholder="Find in the document"
        className="h-8 min-w-0 flex-1 bg-transparent text-sm outline-none placeholder:text-muted-foreground"
        value={find.words}
        maxLength={200}
        onChange={(event) => find.setWords(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <span role="status" className="px-1 text-xs text-muted-foreground tabular-nums">
        {counted(find)}
      </span>
      <IconButton label="Previous place" disabled={none} onClick={() => find.move(-1)}>
        <ChevronUp size={16} aria-hidden />
      </IconButton>
      <IconButton label="Next place" disabled={none} onClick={() => find.move(1)}>
        <ChevronDown size={16} aria-hidden />
      </IconButton>
      <IconButton label="Close the search" onClick={onClose}>
        <X size={16} aria-hidden />
      </IconButton>
    </search>
  );
};
