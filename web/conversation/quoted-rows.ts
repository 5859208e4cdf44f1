import type { Blockquote, Nodes, Paragraph, PhrasingContent, Root } from 'mdast';

const bar = /\s*\|\s*/;

const cell = (value: string): PhrasingContent => ({
  type: 'emphasis',
  children: [{ type: 'text', value }],
  data: { hName: 'span', hProperties: { className: ['quoted-cell'] } },
});

const cellsOf = (node: PhrasingContent): PhrasingContent[] => {
  if (node.type !== 'text') return [node];
  const values = node.value.split(bar).filter((value) => value.trim() !== '');
  return values.length > 1 ? values.map(cell) : [node];
};

const split = (paragraph: Paragraph): void => {
  paragraph.children = paragraph.children.flatMap(cellsOf);
};

const isQuote = (node: Nodes): node is Blockquote => node.type === 'blockquote';

/** Remark plugin: a quoted row of a table, "London | £190 | £140", is read cell by cell. */
export const quotedRows = () => (tree: Root) => {
  for (const quote of tree.children.filter(isQuote)) {
    for (const child of quote.children) if (child.type === 'paragraph') split(child);
  }
};
