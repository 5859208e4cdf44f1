import { useDeferredValue, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useLocation } from 'wouter';
import { useConversationSearch, type ConversationHit } from '../api/queries.ts';
import Dialog from '../parts/dialog-popup.tsx';
import { Failed, Loading } from '../parts/states.tsx';

type ResultsProps = { text: string; chosen: number; onOpen: (hit: ConversationHit) => void };

const Results = ({ text, chosen, onOpen }: ResultsProps) => {
  const { data, error, isPending, refetch } = useConversationSearch(text);
  if (text === '')
    return (
      <p className="py-6 text-center text-sm text-muted-foreground">
        Titles and what was said in them.
      </p>
    );
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Loading label="Searching" />;
  if (data.items.length === 0) {
    return (
      <p className="py-6 text-center text-sm text-muted-foreground">Nothing found for “{text}”.</p>
    );
  }
  return (
    <div id="search-results" role="listbox" aria-label="Conversations found">
      {data.items.map((hit, index) => (
        <div
          key={hit.conversation.id + (hit.messageId ?? '')}
          id={`search-hit-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === chosen}
          className="cursor-pointer rounded-lg px-3 py-2 hover:bg-accent aria-selected:bg-accent"
          onClick={() => onOpen(hit)}
          onKeyDown={(event) => event.key === 'Enter' && onOpen(hit)}
        >
          <p className="truncate text-sm font-medium">{hit.conversation.title}</p>
          <p className="line-clamp-2 text-xs text-muted-foreground">{plain(hit.snippet)}</p>
        </div>
      ))}
    </div>
  );
};

/** A piece of an answer without the marks of its quotations, tables and lists. */
const plain = (snippet: string): string => snippet.replaceAll(/(?<!\S)[>|*#]+(?!\S)/g, ' ');

/** Search over titles and text: arrows choose, Enter opens. */
const SearchDialog = ({ begun, onClose }: { begun: string; onClose: () => void }) => {
  const [typed, setTyped] = useState(begun);
  const [chosen, setChosen] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const text = useDeferredValue(typed.trim());
  const { data, isPlaceholderData } = useConversationSearch(text);
  const hits = data?.items ?? [];
  const isFound = !isPlaceholderData && text === typed.trim();
  const [wanted, setWanted] = useState(false);
  const [, navigate] = useLocation();
  const onOpen = (hit: ConversationHit): void => {
    navigate(`/c/${hit.conversation.id}`);
    onClose();
  };
  const hit = hits[chosen];
  useEffect(() => {
    if (wanted && isFound && hit) onOpen(hit);
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setChosen((now) => Math.min(Math.max(now + step, 0), Math.max(hits.length - 1, 0)));
    }
    // What it opens may still be looked for.
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) setWanted(true);
  };
  return (
    <Dialog title="Search conversations" onClose={onClose} focus={field} width="max-w-xl">
      <input
        ref={field}
        role="combobox"
        aria-label="Search conversations"
        aria-expanded={hits.length > 0}
        aria-controls="search-results"
        aria-activedescendant={hits.length > 0 ? `search-hit-${chosen}` : undefined}
        className="field mb-3"
        placeholder="Search titles and text"
        maxLength={500}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(0);
          setWanted(false);
        }}
        onKeyDown={onKeyDown}
      />
      <Results text={text} chosen={chosen} onOpen={onOpen} />
    </Dialog>
  );
};

export default SearchDialog;
