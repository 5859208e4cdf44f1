import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import type { OutlineView } from '../../src/contracts/knowledge.ts';
import { IconButton } from '../parts/icon-button.tsx';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { Blocks } from './block-view.tsx';
import { useLanding } from './marks.tsx';
import { useOutline, useTextAt } from './reading-queries.ts';
import { partsOfSlide } from './slide-parts.ts';
import { TextReader } from './text-reader.tsx';
import type { Focus, ViewerProps } from './viewer.tsx';

type Slide = OutlineView['pages'][number];
type SlideProps = { slide: Slide; versionId: string; focus: Focus | null };

const SlideCard = ({ slide, versionId, focus }: SlideProps) => {
  const root = useRef<HTMLElement>(null);
  const text = useTextAt(versionId, slide);
  const isHere = focus !== null && focus.start >= slide.start && focus.start < slide.end;
  useLanding(root, { at: isHere ? focus.start : null, ready: text.isSuccess });
  if (text.isPending) return <Loading label="Opening the slide" />;
  if (text.isError) return <Failed error={text.error} onRetry={() => void text.refetch()} />;
  const window = text.data;
  const { title, body, notes } = partsOfSlide(window, slide.page);
  return (
    <article ref={root} aria-label={`Slide ${slide.page}`} className="source-text">
      <div className="relative rounded-xl border border-border bg-card px-6 pt-6 pb-9 shadow-sm sm:aspect-video sm:px-10 sm:pt-9">
        <div className="[&_p]:first:mt-0 [&_p]:text-xl [&_p]:leading-snug [&_p]:font-semibold">
          <Blocks window={window} blocks={title} />
        </div>
        <Blocks window={window} blocks={body} />
        <span
          aria-hidden
          className="absolute right-4 bottom-2.5 text-xs text-muted-foreground tabular-nums"
        >
          {slide.page}
        </span>
      </div>
      {notes.length > 0 ? (
        <section aria-label="Notes" className="mt-4 border-l-2 border-border pl-4 text-sm">
          <h3 className="text-xs font-medium text-muted-foreground">Notes</h3>
          <Blocks window={window} blocks={notes} />
        </section>
      ) : null}
    </article>
  );
};

const indexAt = (slides: Slide[], at: number): number =>
  Math.max(
    0,
    slides.findLastIndex(({ start }) => start <= at),
  );

type DeckProps = { slides: Slide[]; versionId: string; focus: Focus | null; narrow: boolean };

const Deck = ({ slides, versionId, focus, narrow }: DeckProps) => {
  const [turned, setTurned] = useState({ from: focus, index: indexAt(slides, focus?.start ?? 0) });
  const index = turned.from === focus ? turned.index : indexAt(slides, focus?.start ?? 0);
  const slide = slides[index];
  if (!slide) return null;
  const go = (to: number): void => {
    if (slides[to]) setTurned({ from: focus, index: to });
  };
  const onKeyDown = ({ key, target }: KeyboardEvent): void => {
    if (target instanceof HTMLElement && target.closest('select')) return;
    if (key === 'ArrowLeft' || key === 'PageUp') go(index - 1);
    if (key === 'ArrowRight' || key === 'PageDown') go(index + 1);
  };
  return (
    <ScrollRegion
      aria-label="Slides"
      className="min-h-0 flex-1 overflow-y-auto"
      onKeyDown={onKeyDown}
    >
      <div className={`flex flex-col gap-3 px-5 pb-10 ${narrow ? '' : 'mx-auto max-w-4xl'}`}>
        <div className="sticky top-0 z-10 flex items-center gap-1 bg-inherit py-1">
          <select
            aria-label="Slide"
            className="field min-w-0 flex-1"
            value={index}
            onChange={(event) => go(Number(event.target.value))}
          >
            {slides.map(({ page, title }, at) => (
              <option key={page} value={at}>
                {title === '' ? `${page}` : `${page} · ${title}`}
              </option>
            ))}
          </select>
          <span className="px-2 text-xs whitespace-nowrap text-muted-foreground tabular-nums">
            {index + 1} / {slides.length}
          </span>
          <IconButton label="Previous slide" disabled={index === 0} onClick={() => go(index - 1)}>
            <ChevronLeft size={17} aria-hidden />
          </IconButton>
          <IconButton
            label="Next slide"
            disabled={index === slides.length - 1}
            onClick={() => go(index + 1)}
          >
            <ChevronRight size={17} aria-hidden />
          </IconButton>
        </div>
        <SlideCard key={slide.page} slide={slide} versionId={versionId} focus={focus} />
      </div>
    </ScrollRegion>
  );
};

/** A presentation, one slide at a time, its notes apart. */
const SlideViewer = (props: ViewerProps) => {
  const { version, focus, narrow } = props;
  const outline = useOutline(version.versionId);
  if (outline.isPending) return <Loading label="Opening the slides" />;
  if (outline.isError)
    return <Failed error={outline.error} onRetry={() => void outline.refetch()} />;
  const slides = outline.data.pages;
  return slides.length === 0 ? (
    <TextReader {...props} />
  ) : (
    <Deck slides={slides} versionId={version.versionId} focus={focus} narrow={narrow} />
  );
};

export default SlideViewer;
