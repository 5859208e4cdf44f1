import { ChevronLeft, ChevronRight, Download, X } from 'lucide-react';
import { Suspense, useEffect, useRef } from 'react';
import { urlOf } from '../api/request.ts';
import { Broken, Contained } from '../parts/contained.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import { lazily } from '../parts/lazily.ts';
import { Sheet } from '../parts/sheet.tsx';
import { Loading } from '../parts/states.tsx';
import { useWide } from '../parts/use-media.ts';
import { PlaceLine } from './place-line.tsx';
import { useOpenSource } from './use-citations.tsx';

const SourceBody = lazily(() => import('./source-body.tsx'));

/** Focus follows into the panel, and back to where it was when the panel closes. */
const useFocusOn = (opened: boolean) => {
  const target = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!opened) return undefined;
    const before = document.activeElement;
    target.current?.focus({ preventScroll: true });
    return () => {
      // Whoever has gone on elsewhere stays there.
      if (document.activeElement === document.body && before instanceof HTMLElement)
        before.focus({ preventScroll: true });
    };
  }, [opened]);
  return target;
};

const Content = () => {
  const { open, step, close } = useOpenSource();
  const heading = useFocusOn(open !== null);
  const now = open?.citations[open.index];
  if (!open || !now) return null;
  const { citation, number } = now;
  return (
    <>
      <header className="flex items-start gap-1 py-3 pr-3 pl-5">
        <div className="min-w-0 flex-1 pt-1">
          <h2
            ref={heading}
            tabIndex={-1}
            className="text-sm font-semibold wrap-anywhere outline-none"
          >
            <span className="text-brand">{number}</span> <bdi>{citation.title}</bdi>
          </h2>
          <PlaceLine citation={citation} />
        </div>
        <IconButton label="Previous source" disabled={open.index === 0} onClick={() => step(-1)}>
          <ChevronLeft size={17} aria-hidden />
        </IconButton>
        <span className="pt-2 text-xs text-muted-foreground tabular-nums" aria-live="polite">
          {open.index + 1} / {open.citations.length}
        </span>
        <IconButton
          label="Next source"
          disabled={open.index === open.citations.length - 1}
          onClick={() => step(1)}
        >
          <ChevronRight size={17} aria-hidden />
        </IconButton>
        {citation.documentId === null ? null : (
          <a
            href={urlOf(`/documents/${citation.documentId}/original`)}
            download
            aria-label="Download the document"
            title="Download the document"
            className="icon-button"
          >
            <Download size={16} aria-hidden />
          </a>
        )}
        <IconButton label="Close the source" onClick={close}>
          <X size={17} aria-hidden />
        </IconButton>
      </header>
      <Contained key={citation.versionId} fallback={<Broken>This source cannot be shown.</Broken>}>
        <Suspense fallback={<Loading label="Opening the document" />}>
          <SourceBody key={citation.versionId} citation={citation} />
        </Suspense>
      </Contained>
    </>
  );
};

/** The opened source: a column beside the answer, or a sheet over it where there is no room. */
export const SourcePanel = () => {
  const wide = useWide();
  const { open, close } = useOpenSource();
  if (!open) return null;
  return wide ? (
    <aside
      aria-label="Source"
      className="flex w-[clamp(24rem,36vw,42rem)] shrink-0 flex-col border-l border-border bg-card"
    >
      <Content />
    </aside>
  ) : (
    <Sheet label="Source" side="full" onClose={close}>
      <Content />
    </Sheet>
  );
};
