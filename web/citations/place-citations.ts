import type { Nodes, PhrasingContent, Root, RootContent } from 'mdast';
import type { CitationView } from '../../src/contracts/conversation.ts';

/** A citation with its place in the markdown it is put into. */
export type PlacedMark = { offset: number; citation: CitationView };

type Parent = Extract<Nodes, { children: unknown[] }>;
type Child = RootContent;

const word = /[\p{L}\p{N}\p{M}_'’-]/u;
const space = /\s/;

const startOf = (node: Nodes): number => node.position?.start.offset ?? Number.POSITIVE_INFINITY;
const endOf = (node: Nodes): number => node.position?.end.offset ?? Number.NEGATIVE_INFINITY;
const isParent = (node: Nodes): node is Parent => 'children' in node;

/** Markdown cannot write a `cite` element, so no model text can look like a mark of ours. */
const markFor = ({ citation }: PlacedMark): PhrasingContent => ({
  type: 'emphasis',
  children: [],
  data: { hName: 'cite', hProperties: { id: citation.id } },
});

/** How many characters of a text node's value its first source characters make: escapes and indents are gone. */
const valueLength = (source: string): number =>
  source
    .replaceAll(/\\([!-/:-@[-`{-~])/g, '$1')
    .replaceAll(/&(?:#x?[\da-f]+|\w+);/gi, '&')
    .replaceAll(/\n[ \t>]*/g, '\n').length;

/** To the end of a word that would be cut, else back over the space before. */
const settle = (value: string, at: number): number => {
  let place = Math.min(at, value.length);
  const cut = place > 0 && word.test(value[place - 1] ?? '') && word.test(value[place] ?? '');
  if (cut) while (word.test(value[place] ?? '')) place += 1;
  else while (place > 0 && space.test(value[place - 1] ?? '')) place -= 1;
  return place;
};

const insert = (parent: Parent, index: number, nodes: Child[]): void => {
  const children: Child[] = parent.children;
  children.splice(index, 0, ...nodes);
};

const splitText = (
  parent: Parent,
  index: number,
  split: { source: string; mark: PlacedMark },
): void => {
  const node = parent.children[index];
  if (node?.type !== 'text') return;
  const { source, mark } = split;
  const at = settle(node.value, valueLength(source.slice(startOf(node), mark.offset)));
  const rest = node.value.slice(at);
  node.value = node.value.slice(0, at);
  insert(parent, index + 1, [
    markFor(mark),
    ...(rest ? [{ type: 'text' as const, value: rest }] : []),
  ]);
};

/** Marks stand after what they support: the last child that begins before the place, else the first. */
const childAt = (parent: Parent, offset: number): number => {
  const index = parent.children.findLastIndex((child) => startOf(child) < offset);
  return Math.max(index, 0);
};

const put = (parent: Parent, mark: PlacedMark, source: string): void => {
  const index = childAt(parent, mark.offset);
  const child = parent.children[index];
  if (!child) return insert(parent, 0, [markFor(mark)]);
  if (child.type === 'text') return splitText(parent, index, { source, mark });
  const whole = child.type === 'link' || child.type === 'linkReference';
  const marked = child.type === 'strong' || child.type === 'emphasis' || child.type === 'delete';
  const behind = marked && mark.offset >= endOf(child.children.at(-1) ?? child);
  if (isParent(child) && !whole && !behind) return put(child, mark, source);
  const holdsBlocks =
    parent.type === 'root' || parent.type === 'blockquote' || parent.type === 'listItem';
  const node = markFor(mark);
  insert(parent, index + 1, [holdsBlocks ? { type: 'paragraph', children: [node] } : node]);
};

/**
 * Remark plugin: puts the marks of citations into the tree, never into the text, so that markdown cannot break:
 * not inside a word, a code span, a link; not into a code block, but behind it.
 */
export const placeCitations =
  (marks: PlacedMark[]) =>
  () =>
  (tree: Root, file: { value: unknown }): void => {
    // From the last to the first: what stands before a mark keeps its place in the source.
    for (const mark of marks.toSorted((a, b) => a.offset - b.offset).toReversed()) {
      put(tree, mark, String(file.value));
    }
  };
