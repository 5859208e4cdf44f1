import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm as syntax } from 'micromark-extension-gfm';
import type parse from 'remark-parse';

type Processor = ThisParameterType<typeof parse>;

function readGfm(this: Processor): void {
  const data = this.data();
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), syntax()];
  data.fromMarkdownExtensions = [...(data.fromMarkdownExtensions ?? []), gfmFromMarkdown()];
}

/** Tables, lists of tasks and the like, to be read only: `remark-gfm` brings what writes them as well. */
export const gfm = readGfm;
