import { ChevronDown, ChevronUp } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { urlOf } from '../api/request.ts';
import type { Place } from '../api/queries.ts';
import { IconButton } from '../parts/icon-button.tsx';
import { Loading } from '../parts/states.tsx';
import { usePdf, usePdfPage } from './use-pdf-page.ts';

type Props = {
  documentId: string;
  page: number;
  boxes: Place[];
  /** What is shown when the pages cannot be drawn. */
  fallback: ReactNode;
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

const Highlights = ({ boxes, scale }: { boxes: Place[]; scale: number }) => {
  const first = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (boxes.length > 0) first.current?.scrollIntoView({ block: 'center' });
  }, [boxes]);
  return boxes.map((box, index) => (
    <div
      key={`${box.left} ${box.top}`}
      ref={index === 0 ? first : null}
      data-highlight
      aria-hidden
      className="pointer-events-none absolute rounded-[2px] bg-[#2f5bd0]/25 mix-blend-multiply"
      style={{
        left: box.left * scale,
        top: box.top * scale,
        width: box.width * scale,
        height: box.height * scale,
      }}
    />
  ));
};

/** The page itself with the cited words highlighted. */
const PdfReader = ({ documentId, page, boxes, fallback }: Props) => {
  const first = boxes[0]?.page ?? page;
  const [turned, setTurned] = useState({ from: first, to: first });
  const pageNumber = turned.from === first ? turned.to : first; // another citation: its own page
  const place = useRef<HTMLDivElement>(null);
  const { room, width } = useWidth();
  const { pdf, failed } = usePdf(urlOf(`/documents/${documentId}/original`));
  const { drawn, failed: notDrawn } = usePdfPage(pdf, { pageNumber, width, place });
  const here = useMemo(() => boxes.filter((box) => box.page === pageNumber), [boxes, pageNumber]);
  if (failed || notDrawn) return fallback;
  const turn = (by: number): void => setTurned({ from: first, to: pageNumber + by });
  return (
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
          {drawn ? <Highlights boxes={here} scale={drawn.scale} /> : null}
        </div>
      </div>
    </div>
  );
};

export default PdfReader;
