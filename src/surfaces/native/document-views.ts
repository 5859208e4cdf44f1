import type { DocumentView, PassageView, ReadersView } from '../../contracts/knowledge.ts';
import type { Document } from '../../domain/document.ts';
import type { FollowedDocument } from '../../knowledge/following.ts';
import { type PlacedPassage, shownPlace } from '../../domain/passage.ts';
import { EVERYONE, type Principal, type Reader } from '../../domain/principal.ts';

/** Inner words to the wire's: readers, hashes, folders and lanes stay here. */
export const documentView = ({
  hash: _hash,
  readers: _readers,
  lane: _lane,
  source,
  progress = null,
  ...shown
}: Document & Partial<FollowedDocument>): DocumentView => ({
  ...shown,
  progress,
  source: source.kind === 'folder' ? source.path : source.kind,
  attachedTo: source.kind === 'attachment' ? source.documentId : null,
});

const after = (tokens: readonly Reader[], kind: string): string[] =>
  tokens.filter((token) => token.startsWith(kind)).map((token) => token.slice(kind.length));

/** Reader tokens in words. `names` of accounts are there for administrators only. */
export const readersView = (
  tokens: readonly Reader[],
  { principal, names }: { principal: Principal; names: ReadonlyMap<string, string> | null },
): ReadersView => {
  const ids = after(tokens, 'user:');
  const others = ids.filter((id) => id !== principal.id);
  const people = others.map((id) => names?.get(id)).filter((name) => name !== undefined);
  return {
    everyone: tokens.includes(EVERYONE),
    groups: after(tokens, 'group:'),
    you: ids.length > others.length,
    people,
    otherPeople: others.length - people.length,
  };
};

export const passageView = (passage: PlacedPassage): PassageView => ({
  id: passage.id,
  documentId: passage.documentId,
  versionId: passage.versionId,
  title: passage.title,
  headings: passage.headings,
  page: passage.page,
  place: shownPlace(passage),
  start: passage.start,
  end: passage.end,
  text: passage.text,
});
