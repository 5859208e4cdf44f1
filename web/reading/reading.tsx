import { FileText, Search } from 'lucide-react';
import { useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Broken, Contained } from '../parts/contained.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import { FindBar } from './find-bar.tsx';
import { Marks } from './marks.tsx';
import type { Mark, Range } from './text-blocks.ts';
import { useFind } from './use-find.ts';
import { Viewer, type Focus, type ShownVersion } from './viewer.tsx';
import { viewerKind, type ViewerKind } from './viewer-kind.ts';

type Props = {
  version: ShownVersion;
  /** What an answer or a link points at; null: nothing, or it does not stand there. */
  cited: Range | null;
  /** Where to look first. Another object is another place. */
  focus: Focus | null;
  narrow: boolean;
  /** Further things to do with it. */
  children?: ReactNode;
};

const backTo: Record<Exclude<ViewerKind, 'text'>, string> = {
  pages: 'Show the page',
  slides: 'Show the slides',
  sheets: 'Show the sheets',
  mail: 'Show the mail',
  picture: 'Show the picture',
};

/** The browser's own search would see only what is drawn just now. Beside an answer the key is ours while the focus is in there. */
const useFindKey = (show: () => void, everywhere: boolean) => {
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const wanted = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
      if (!wanted || event.key.toLowerCase() !== 'f') return;
      const around = root.current?.closest('aside, [role="dialog"]');
      if (!everywhere && !around?.contains(document.activeElement)) return;
      event.preventDefault();
      show();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [show, everywhere]);
  return root;
};

/** A version to read, with a search in it and what is cited highlighted. */
export const Reading = ({ version, cited, focus, narrow, children }: Props) => {
  const find = useFind(version.versionId);
  const root = useFindKey(find.show, !narrow);
  const findButton = useRef<HTMLButtonElement>(null);
  const closeFind = (): void => {
    find.close();
    findButton.current?.focus();
  };
  const [asText, setAsText] = useState(false);
  const kind = viewerKind(version);
  const { hits, current, open } = find;
  const marks = useMemo<Mark[]>(
    () => [
      ...(cited ? [{ ...cited, kind: 'cited' as const }] : []),
      ...hits.map((hit) => ({
        ...hit,
        kind: hit === current ? ('current' as const) : ('found' as const),
      })),
    ],
    [cited, hits, current],
  );
  const place = (open ? current : null) ?? focus;
  return (
    <div ref={root} className="flex min-h-0 flex-1 flex-col">
      <div className="flex items-center justify-end gap-1 px-3 pb-1">
        {kind === 'text' ? null : (
          <button
            type="button"
            aria-pressed={asText}
            className="mr-auto flex h-8 items-center gap-1.5 px-2 text-xs text-muted-foreground underline-offset-2 hover:underline"
            onClick={() => setAsText(!asText)}
          >
            <FileText size={13} aria-hidden />
            {asText ? backTo[kind] : 'Show as text'}
          </button>
        )}
        {children}
        <IconButton
          ref={findButton}
          label="Find in the document"
          aria-pressed={open}
          onClick={find.show}
        >
          <Search size={16} aria-hidden />
        </IconButton>
      </div>
      {open ? <FindBar find={find} onClose={closeFind} /> : null}
      <Contained
        key={`${version.versionId} ${asText}`}
        fallback={<Broken>This document cannot be shown.</Broken>}
      >
        <Marks marks={marks}>
          <Viewer version={version} focus={place} narrow={narrow} asText={asText} />
        </Marks>
      </Contained>
    </div>
  );
};
