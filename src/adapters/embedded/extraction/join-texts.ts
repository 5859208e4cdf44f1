import type { Block, DocumentWarning, ExtractedText, TextRange } from '../../../domain/document.ts';

type Piece = Pick<ExtractedText, 'text' | 'blocks'> & { warnings?: readonly DocumentWarning[] };

const GAP = '\n\n';

/** Texts that were read apart, one after the other as one text; their ranges move with them. */
export const joinTexts = (
  pieces: readonly Piece[],
): Pick<ExtractedText, 'text' | 'blocks' | 'warnings'> => {
  const blocks: Block[] = [];
  const warnings: DocumentWarning[] = [];
  let offset = 0;
  for (const { text, blocks: own, warnings: said = [] } of pieces) {
    const at = offset;
    const moved = ({ start, end }: TextRange): TextRange => ({ start: start + at, end: end + at });
    for (const block of own) {
      const rows = block.rows?.map((row) => row + at);
      blocks.push({ ...block, ...moved(block), ...(rows && { rows }) });
    }
    for (const warning of said)
      warnings.push({ ...warning, range: warning.range && moved(warning.range) });
    offset += text.length + GAP.length;
  }
  return { text: pieces.map(({ text }) => text).join(GAP), blocks, warnings };
};
