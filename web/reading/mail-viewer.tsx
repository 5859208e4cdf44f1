import { ScrollRegion } from '../parts/scroll-region.tsx';
import { Attachments } from './attachments.tsx';
import { Blocks } from './block-view.tsx';
import { Pieces } from './marks.tsx';
import { textAt, type Range, type TextBlock, type TextWindow } from './text-blocks.ts';
import { FlowingText } from './text-reader.tsx';
import type { ViewerProps } from './viewer.tsx';

/** As extraction writes who sent a mail to whom and when: a line each. */
const line = /^(From|To|Cc|Date): (.*)$/gm;

/** Names and values of a mail's head, as ranges of the text; none when the block is not one. */
const envelopeOf = (window: TextWindow, block: TextBlock): { name: string; value: Range }[] =>
  [...textAt(window, block).matchAll(line)].map(
    ({ 0: all, 1: name = '', 2: value = '', index }) => {
      const end = block.start + index + all.length;
      return { name, value: { start: end - value.length, end } };
    },
  );

/** What a mail begins with: its subject, and who wrote to whom. The rest is its body. */
const MailHead = ({ window }: { window: TextWindow }) => {
  const [subject, envelope] = headOf(window);
  return (
    <header className="mb-4 border-b border-border pb-4">
      <Blocks window={window} blocks={subject} />
      {envelope.map((block) => (
        <dl
          key={block.start}
          data-at={block.start}
          className="grid grid-cols-[3rem_1fr] gap-x-4 text-sm leading-6"
        >
          {envelopeOf(window, block).map(({ name, value }) => (
            <div key={value.start} className="contents">
              <dt className="text-muted-foreground">{name}</dt>
              <dd className="wrap-anywhere">
                <bdi>
                  <Pieces window={window} within={value} />
                </bdi>
              </dd>
            </div>
          ))}
        </dl>
      ))}
    </header>
  );
};

/** The blocks of the subject and of the lines below it, of a window that begins with them. */
const headOf = (window: TextWindow): [TextBlock[], TextBlock[]] => {
  if (window.start > 0) return [[], []];
  const subject = window.blocks[0]?.kind === 'heading' ? window.blocks.slice(0, 1) : [];
  const rest = window.blocks.slice(subject.length);
  const body = rest.findIndex((block) => envelopeOf(window, block).length === 0);
  return [subject, body < 0 ? rest : rest.slice(0, body)];
};

const lead = (window: TextWindow) => {
  const count = headOf(window).flat().length;
  return {
    shown: count > 0 ? <MailHead window={window} /> : null,
    blocks: window.blocks.slice(count),
  };
};

/** A mail: who wrote it to whom and when, what it says, and what came with it. */
const MailViewer = ({ version, focus, narrow }: ViewerProps) => (
  <ScrollRegion aria-label="Mail" className="min-h-0 flex-1 overflow-y-auto">
    <article className={narrow ? 'px-5 pb-10' : 'mx-auto max-w-3xl px-5 pb-16'}>
      <FlowingText version={version} focus={focus} lead={lead} />
      <Attachments mailId={version.documentId} />
    </article>
  </ScrollRegion>
);

export default MailViewer;
