import { Tooltip } from '@base-ui/react/tooltip';
import type { RefObject } from 'react';
import type { CitationView } from '../../src/contracts/conversation.ts';
import { CopyLink } from '../reading/copy-link.tsx';
import { linkOfCitation } from './citation-link.ts';
import { Quote } from './quote.tsx';
import { PlaceLine } from './place-line.tsx';

const explanations: Record<CitationView['kind'], string | null> = {
  placed: null,
  passage: 'No single sentence supports this; the whole passage is shown.',
  external: 'Named by another system. Docent has not checked it.',
};

type Props = {
  citation: CitationView;
  anchor: RefObject<HTMLElement | null>;
  /** The pointer has come into the quote, or left it. */
  onEnter: () => void;
  onLeave: () => void;
  onClose: () => void;
};

const QuotePopup = ({ citation, anchor, onEnter, onLeave, onClose }: Props) => {
  const link = linkOfCitation(citation);
  return (
    <Tooltip.Root open onOpenChange={(open) => !open && onClose()}>
      <Tooltip.Portal>
        <Tooltip.Positioner anchor={anchor} sideOffset={6} className="z-50">
          <Tooltip.Popup
            className="popup flex max-w-96 flex-col gap-1 px-3.5 py-2.5 text-[0.8125rem] leading-5"
            onPointerEnter={onEnter}
            onPointerLeave={onLeave}
          >
            <div className="flex items-start justify-between gap-2">
              <p className="font-medium wrap-anywhere">{citation.title}</p>
              {link ? <CopyLink link={link} /> : null}
            </div>
            <PlaceLine citation={citation} />
            {citation.quote ? <Quote text={citation.quote} /> : null}
            {explanations[citation.kind] === null ? null : (
              <p className="text-xs text-muted-foreground">{explanations[citation.kind]}</p>
            )}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
};

export default QuotePopup;
