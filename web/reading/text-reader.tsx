import { Fragment, useEffect, useRef, type ReactNode } from 'react';
import { Failed, Loading } from '../parts/states.tsx';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { useLatest } from '../parts/use-latest.ts';
import { Blocks } from './block-view.tsx';
import { ChapterList } from './chapter-list.tsx';
import { useLanding } from './marks.tsx';
import { useTextAround } from './reading-queries.ts';
import type { TextBlock, TextWindow } from './text-blocks.ts';
import type { ViewerProps } from './viewer.tsx';

/** So far from the edge of what is there more of it is fetched. */
const AHEAD = '1200px';

const Edge = ({ onSeen, label }: { onSeen: () => void; label: string }) => {
  const edge = useRef<HTMLDivElement>(null);
  const latest = useLatest(onSeen);
  useEffect(() => {
    const at = edge.current;
    if (!at) return undefined;
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && latest.current(),
      { root: at.closest('section'), rootMargin: AHEAD },
    );
    observer.observe(at);
    return () => observer.disconnect();
  }, [latest]);
  return (
    <div ref={edge}>
      <Loading label={label} />
    </div>
  );
};

type TextProps = Pick<ViewerProps, 'version' | 'focus'> & {
  /** Shows what a text begins with in its own way, and says what is left of a window. */
  lead?: (window: TextWindow) => { shown: ReactNode; blocks: TextBlock[] };
};

const asItIs = ({ blocks }: TextWindow) => ({ shown: null, blocks });

/** The text around a place; what is before and behind comes while somebody scrolls there. */
export const FlowingText = ({ version, focus, lead = asItIs }: TextProps) => {
  const root = useRef<HTMLDivElement>(null);
  const at = focus?.start ?? 0;
  const text = useTextAround(version.versionId, at);
  useLanding(root, { at: focus?.start ?? null, ready: text.isSuccess });
  if (text.isPending) return <Loading label="Opening the text" />;
  if (text.isError) return <Failed error={text.error} onRetry={() => void text.refetch()} />;
  const { pages } = text.data;
  return (
    <div
      ref={root}
      className="source-text"
      {...(version.language === null ? {} : { lang: version.language })}
    >
      {text.hasPreviousPage ? (
        <Edge
          key={pages[0]?.start}
          label="Loading what is before"
          onSeen={() => !text.isFetching && void text.fetchPreviousPage()}
        />
      ) : null}
      {pages.map((window) => {
        const { shown, blocks } = lead(window);
        return (
          <Fragment key={window.start}>
            {shown}
            <Blocks window={window} blocks={blocks} />
          </Fragment>
        );
      })}
      {text.hasNextPage ? (
        <Edge
          key={pages.at(-1)?.end}
          label="Loading what follows"
          onSeen={() => !text.isFetching && void text.fetchNextPage()}
        />
      ) : null}
    </div>
  );
};

/** A document as text, its chapters beside it. */
export const TextReader = ({ version, focus, narrow }: ViewerProps) => (
  <ChapterList version={version} narrow={narrow} focus={focus}>
    {(place) => (
      <ScrollRegion aria-label="Text" className="min-h-0 min-w-0 flex-1 overflow-y-auto">
        <div className={narrow ? 'px-5 pb-10' : 'mx-auto max-w-3xl px-5 pb-16'}>
          <FlowingText version={version} focus={place} />
        </div>
      </ScrollRegion>
    )}
  </ChapterList>
);
