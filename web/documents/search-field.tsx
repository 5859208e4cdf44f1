import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useCommand } from '../parts/commands.ts';

/** Whoever types faster than this wants no list in between. */
const PAUSE_MS = 250;

type Props = { words: string; onWords: (words: string) => void };

/** Words of names and titles; looked for when the typing pauses. */
export const SearchField = ({ words, onWords }: Props) => {
  const [typed, setTyped] = useState(words);
  const [sent, setSent] = useState(words);
  const field = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (words !== sent) {
    // The address has changed by itself: by going back, or by a link.
    setSent(words);
    if (words !== typed.trim()) setTyped(words);
  }
  useCommand('find', () => field.current?.focus());
  useEffect(() => () => clearTimeout(timer.current), []);
  const send = (text: string): void => {
    setSent(text.trim());
    onWords(text.trim());
  };
  const type = (text: string, after: number): void => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => send(text), after);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') type(typed, 0);
    if (event.key !== 'Escape') return;
    event.preventDefault();
    if (typed === '') field.current?.blur();
    else type('', 0);
  };
  return (
    <input
      ref={field}
      type="search"
      aria-label="Find documents"
      placeholder="Find documents by name or title"
      className="field"
      maxLength={200}
      dir="auto"
      value={typed}
      onChange={(event) => type(event.target.value, PAUSE_MS)}
      onKeyDown={onKeyDown}
    />
  );
};
