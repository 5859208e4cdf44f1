import { Tooltip } from '@base-ui/react/tooltip';
import { ExternalLink } from 'lucide-react';
import type { CitationView } from '../../src/contracts/conversation.ts';
import { placeLine } from './place-line.ts';
import { useCitation } from './use-citations.tsx';

const explanations: Record<CitationView['kind'], string | null> = {
  placed: null,
  passage: 'No single sentence supports this; the whole passage is shown.',
  external: 'Named by another system. Docent has not checked it.',
};

const Quote = ({ citation }: { citation: CitationView }) => (
  <div className="flex max-w-80 flex-col gap-1 text-[0.8125rem] leading-5">
    <p className="font-medium wrap-anywhere">{citation.title}</p>
    <p className="text-xs text-muted-foreground">{placeLine(citation)}</p>
    {citation.quote ? <p className="line-clamp-5 wrap-anywhere">“{citation.quote}”</p> : null}
    {explanations[citation.kind] === null ? null : (
      <p className="text-xs text-muted-foreground">{explanations[citation.kind]}</p>
    )}
  </div>
);

/** The mark in the answer: shows the quote on hover and focus, opens the source on click. */
export const CitationChip = ({ citationId }: { citationId: string }) => {
  const found = useCitation(citationId);
  if (!found) return null;
  const { citation, number, repeats, isOpen, show } = found;
  return (
    <cite>
      <Tooltip.Root>
        <Tooltip.Trigger
          className="citation"
          aria-label={`Source ${number} ${citation.title}`}
          aria-pressed={isOpen}
          data-kind={citation.kind}
          data-citation={citation.id}
          delay={200}
          onClick={show}
        >
          <span>{number}</span>{' '}
          {repeats ? null : <span className="hidden truncate @xl:inline">{citation.title}</span>}
          {citation.kind === 'external' ? <ExternalLink size={10} aria-hidden /> : null}
        </Tooltip.Trigger>
        <Tooltip.Portal>
          <Tooltip.Positioner sideOffset={6} className="z-50">
            <Tooltip.Popup className="popup px-3 py-2">
              <Quote citation={citation} />
            </Tooltip.Popup>
          </Tooltip.Positioner>
        </Tooltip.Portal>
      </Tooltip.Root>
    </cite>
  );
};
