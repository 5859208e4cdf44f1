import { ChevronDown, ChevronUp } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { urlOf } from '../api/request.ts';
import { IconButton } from '../parts/icon-button.tsx';
import { Loading } from '../parts/states.tsx';
import { PlaceBoxes } from './place-boxes.tsx';
import type { MarkedPlace } from './use-marked-places.ts';
import type { Focus } from './viewer.tsx';
import { usePdf, usePdfPage } from './use-pdf-page.ts';

type Props = {
  documentId: string;
  page: number;
  focus: Focus | null;
  boxes: MarkedPlace[];
  /** What is shown when the pages cannot be drawn. */
  fallback: ReactNode;
  /** Puts the pages where they are scrolled. */
  children: (pages: ReactNode) => ReactNode;
};

const useWidth = () => {
  const room = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const at = room.current;
    if (!at) return undefined;
    const observer = new ResizeObserver(() => setWidth(at.clientWidth));
    observer.observe(at);
    return () => observer.disconnect();
  }, []);
  return { room, width };
};

/** The page itself with the cited words highlighted. */
const PdfReader = ({ documentId, page, focus, boxes, fallback, children }: Props) => {
  const [turned, setTurned] = useState({ from: focus, page, to: page });
  const isThere = turned.from === focus && turned.page === page;
  const pageNumber = isThere ? turned.to : page; // another place to look at: its own page
  const place = useRef<HTMLDivElement>(null);
  const { room, width } = useWidth();
  const { pdf, failed } = usePdf(urlOf(`/documents/${documentId}/original`));
  const { drawn, failed: notDrawn } = usePdfPage(pdf, { pageNumber, width, place });
  const here = useMemo(() => boxes.filter((box) => box.page === pageNumber), [boxes, pageNumber]);
  if (failed || notDrawn) return fallback;
  const turn = (by: number): void => setTurned({ from: focus, page, to: pageNumber + by });
  return children(
    <div className="px-5 pb-6">
      <div className="flex items-center justify-between py-1 text-xs text-muted-foreground">
        <span>{pdf ? `Page ${pageNumber} of ${pdf.numPages}` : `Page ${pageNumber}`}</span>
        <span className="flex">
          <IconButton label="Previous page" disabled={pageNumber <= 1} onClick={() => turn(-1)}>
            <ChevronUp size={16} aria-hidden />
          </IconButton>
          <IconButton
            label="Next page"
            disabled={!pdf || pageNumber >= pdf.numPages}
            onClick={() => turn(1)}
          >
            <ChevronDown size={16} aria-hidden />
          </IconButton>
        </span>
      </div>
      <div ref={room}>
        {drawn ? null : <Loading label="Drawing the page" />}
        <div
          className={`relative ${drawn ? 'shadow-sm ring-1 ring-border' : 'hidden'}`}
          data-page={drawn?.pageNumber}
        >
          <div ref={place} className="relative bg-white" />
          {drawn ? <PlaceBoxes boxes={here} width={drawn.width} height={drawn.height} /> : null}
        </div>
      </div>
    </div>,
  );
};

export default PdfReader;
