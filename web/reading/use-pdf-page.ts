import { useEffect, useState, type RefObject } from 'react';
import { lookForServer } from '../api/connection.ts';
import { openPdf, TextLayer, type PDFDocumentProxy, type PDFPageProxy } from './pdf-library.ts';

/** Tried again when the server was away. */
const open = async (url: string, signal: AbortSignal): Promise<PDFDocumentProxy> => {
  for (;;) {
    const task = openPdf(url);
    signal.addEventListener('abort', () => void task.destroy());
    try {
      return await task.promise;
    } catch (error) {
      if (!(await lookForServer()) || signal.aborted) throw error;
    }
  }
};

/** A document opened for as long as the component is there. */
export const usePdf = (url: string) => {
  const [opened, setOpened] = useState<{ pdf: PDFDocumentProxy | null; failed: boolean }>({
    pdf: null,
    failed: false,
  });
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    open(url, signal).then(
      (pdf) => !signal.aborted && setOpened({ pdf, failed: false }),
      () => !signal.aborted && setOpened({ pdf: null, failed: true }),
    );
    return () => leaving.abort();
  }, [url]);
  return opened;
};

/** Of a page, in PDF points: what places are measured in. */
type Size = { width: number; height: number };
type Room = { place: HTMLElement; width: number; signal: AbortSignal };

const draw = async (page: PDFPageProxy, { place, width, signal }: Room): Promise<Size> => {
  const size = page.getViewport({ scale: 1 });
  const scale = width / size.width;
  const viewport = page.getViewport({ scale });
  const ratio = window.devicePixelRatio;
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(viewport.width * ratio);
  canvas.height = Math.floor(viewport.height * ratio);
  canvas.className = 'absolute inset-0 size-full';
  canvas.ariaHidden = 'true';
  const layer = document.createElement('div');
  layer.className = 'textLayer';
  place.style.width = `${viewport.width}px`;
  place.style.height = `${viewport.height}px`;
  // pdf.js rounds by these; without them the words of rotated pages land elsewhere.
  place.style.setProperty('--total-scale-factor', String(scale));
  place.style.setProperty('--scale-round-x', '1px');
  place.style.setProperty('--scale-round-y', '1px');
  const rendering = page.render({ canvas, viewport, transform: [ratio, 0, 0, ratio, 0, 0] });
  signal.addEventListener('abort', () => rendering.cancel(), { once: true });
  await rendering.promise;
  await new TextLayer({
    textContentSource: page.streamTextContent(),
    container: layer,
    viewport,
  }).render();
  signal.throwIfAborted();
  place.replaceChildren(canvas, layer);
  return { width: size.width, height: size.height };
};

type Drawn = Size & { pageNumber: number };

/** Draws one page, canvas and selectable words, as wide as there is room. Null until it stands there. */
export const usePdfPage = (
  pdf: PDFDocumentProxy | null,
  {
    pageNumber,
    width,
    place,
  }: { pageNumber: number; width: number; place: RefObject<HTMLElement | null> },
) => {
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const at = place.current;
    if (!pdf || !at || width === 0) return undefined;
    const leaving = new AbortController();
    const { signal } = leaving;
    const show = async (): Promise<void> => {
      const page = await pdf.getPage(pageNumber);
      signal.throwIfAborted();
      const size = await draw(page, { place: at, width, signal });
      setDrawn({ pageNumber, ...size });
    };
    show().catch(() => !signal.aborted && setFailed(true));
    return () => leaving.abort();
  }, [pdf, pageNumber, width, place]);
  return { drawn: drawn?.pageNumber === pageNumber ? drawn : null, failed };
};
