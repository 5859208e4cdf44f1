import { ExternalLink } from 'lucide-react';
import { useRef } from 'react';
import { onDemand } from '../parts/on-demand.tsx';
import { useCitation } from './use-citations.tsx';
import { usePeek } from './use-peek.ts';

const QuotePopup = onDemand(() => import('./quote-popup.tsx'));

/** Keeps a mark on the line of the word that it stands behind. */
const wordJoiner = '\u2060';

/** The mark in the answer: shows the quote on hover and focus, opens the source on click. */
export const CitationChip = ({ citationId }: { citationId: string }) => {
  const found = useCitation(citationId);
  const anchor = useRef<HTMLButtonElement>(null);
  const { shown, enter, leave, close, ...listeners } = usePeek();
  if (!found) return null;
  const { citation, number, repeats, isOpen, show } = found;
  return (
    <cite>
      {wordJoiner}
      <button
        ref={anchor}
        type="button"
        className="citation"
        aria-label={`Source ${number} ${citation.title}`}
        aria-pressed={isOpen}
        data-kind={citation.kind}
        data-citation={citation.id}
        onClick={() => {
          close();
          show();
        }}
        {...listeners}
      >
        <span>{number}</span>{' '}
        {repeats ? null : <span className="hidden truncate @xl:inline">{citation.title}</span>}
        {citation.kind === 'external' ? <ExternalLink size={10} aria-hidden /> : null}
      </button>
      {shown ? (
        <QuotePopup
          citation={citation}
          anchor={anchor}
          onEnter={enter}
          onLeave={leave}
          onClose={close}
        />
      ) : null}
    </cite>
  );
};
