import { useState, type ReactNode } from 'react';
import { useOutline } from './reading-queries.ts';
import type { Focus, ViewerProps } from './viewer.tsx';

/** Fewer headings than this are seen without a list. */
const FEWEST = 4;
const indents = ['pl-2.5', 'pl-5', 'pl-8', 'pl-11'];

type Props = ViewerProps & { children: (place: Focus | null) => ReactNode };

/** The chapters of a long text, and the text at the one that was chosen last. */
export const ChapterList = ({ version, focus, narrow, children }: Props) => {
  const { data } = useOutline(version.versionId);
  const [chosen, setChosen] = useState<{ instead: Focus | null; place: Focus } | null>(null);
  const place = chosen && chosen.instead === focus ? chosen.place : focus; // a new place to look at wins
  const headings = data?.headings ?? [];
  const highest = Math.min(...headings.map(({ level }) => level));
  if (headings.length < FEWEST)
    return <div className="flex min-h-0 flex-1 flex-col">{children(place)}</div>;
  const go = (start: number): void => {
    const heading = headings.find((each) => each.start === start);
    if (heading) setChosen({ instead: focus, place: { ...heading } });
  };
  const current = headings.findLast((heading) => heading.start <= (place?.start ?? 0));
  return (
    <div className={`flex min-h-0 flex-1 ${narrow ? 'flex-col' : 'flex-col md:flex-row'}`}>
      <div className={`px-5 pb-2 ${narrow ? '' : 'md:hidden'}`}>
        <select
          aria-label="Chapter"
          className="field"
          value={current?.start ?? headings[0]?.start}
          onChange={(event) => go(Number(event.target.value))}
        >
          {headings.map(({ start, text, level }) => (
            <option key={start} value={start}>
              {'\u2003'.repeat(level - highest)}
              {text}
            </option>
          ))}
        </select>
      </div>
      {narrow ? null : (
        <nav
          aria-label="Chapters"
          className="hidden w-64 shrink-0 overflow-y-auto border-r border-border p-2 md:block"
        >
          <ul>
            {headings.map(({ start, text, level }) => (
              <li key={start}>
                <button
                  type="button"
                  aria-current={start === current?.start ? 'location' : undefined}
                  className={`name w-full truncate rounded-md py-1 pr-2 text-[0.8125rem] hover:bg-accent aria-[current]:font-medium aria-[current]:text-brand ${indents[Math.min(level - highest, 3)]}`}
                  title={text}
                  onClick={() => go(start)}
                >
                  {text}
                </button>
              </li>
            ))}
          </ul>
        </nav>
      )}
      {children(place)}
    </div>
  );
};
