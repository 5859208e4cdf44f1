import { memo, useMemo, useState } from 'react';
import Markdown, { type Components } from 'react-markdown';

import { placeCitations, type PlacedMark } from '../citations/place-citations.ts';
import { CitationChip } from '../citations/citation-chip.tsx';
import type { CitationView } from '../../src/contracts/conversation.ts';
import { ScrollRegion } from '../parts/scroll-region.tsx';
import { createBlockSplitter, markdownBlocks } from './markdown-blocks.ts';
import { gfm } from './gfm.ts';
import { quotedRows } from './quoted-rows.ts';

const safeLink = /^(?:https?:|mailto:)/i;

/** Only http, https and mail; anything else is its text. Nothing is opened with a way back to this page. */
const SafeLink: Components['a'] = ({ href, children }) =>
  href !== undefined && safeLink.test(href) ? (
    <a href={href} target="_blank" rel="noopener noreferrer" title={href}>
      {children}
    </a>
  ) : (
    <span>{children}</span>
  );

/** Pictures in an answer never load: their address could carry away what was read. */
const BlockedImage: Components['img'] = ({ alt, src }) => (
  <span className="rounded bg-muted px-1.5 py-0.5 text-xs text-muted-foreground" title={src}>
    Image blocked{alt ? `: ${alt}` : ''}
  </span>
);

/** Models choose levels as they like; all stand right below the answer's own heading. */
const Title: Components['h1'] = ({ children }) => <h3 className="text-lg">{children}</h3>;

const components: Components = {
  a: SafeLink,
  img: BlockedImage,
  h1: Title,
  h2: Title,
  h3: 'h3',
  h4: 'h3',
  h5: 'h3',
  h6: 'h3',
  cite: ({ id }) => (id === undefined ? null : <CitationChip citationId={id} />),
  blockquote: ({ children }) => <blockquote dir="auto">{children}</blockquote>,
  ul: ({ children }) => <ul dir="auto">{children}</ul>,
  ol: ({ children, start }) => (
    <ol dir="auto" start={start}>
      {children}
    </ol>
  ),
  pre: ({ children }) => (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- long lines scroll
    <pre tabIndex={0}>{children}</pre>
  ),
  table: ({ children }) => (
    <ScrollRegion role="group" aria-label="Table" className="my-4 overflow-x-auto">
      <table>{children}</table>
    </ScrollRegion>
  ),
};

type BlockProps = { text: string; marks: PlacedMark[] };

const sameMarks = (one: BlockProps, other: BlockProps): boolean =>
  one.text === other.text &&
  one.marks.length === other.marks.length &&
  one.marks.every((mark, index) => mark.citation === other.marks[index]?.citation);

const Block = memo(
  ({ text, marks }: BlockProps) => (
    <Markdown remarkPlugins={[gfm, placeCitations(marks), quotedRows]} components={components}>
      {text}
    </Markdown>
  ),
  sameMarks,
);

type Props = { text: string; citations: CitationView[]; live: boolean };

/** Markdown of an answer. While it is written only its last block is parsed again. */
export const AnswerMarkdown = ({ text, citations, live }: Props) => {
  const [split] = useState(createBlockSplitter);
  const blocks = useMemo(
    () => markdownBlocks(text, { citations, live, split }),
    [text, citations, live, split],
  );
  return (
    <div className="markdown">
      {blocks.map((block, index) => (
        <Block key={index} text={block.text} marks={block.marks} />
      ))}
    </div>
  );
};
