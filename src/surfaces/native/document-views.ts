import type { BaseView, DocumentView, PassageView } from '../../contracts/knowledge.ts';
import type { Document } from '../../domain/document.ts';
import type { Passage } from '../../domain/passage.ts';
import type { CountedBase } from '../../knowledge/bases.ts';

/** Inner words to the wire's: readers, hashes and folders stay here. */
export const documentView = ({
  hash: _hash,
  readers: _readers,
  source,
  ...shown
}: Document): DocumentView => ({
  ...shown,
  source: source.kind === 'folder' ? source.path : source.kind,
  attachedTo: source.kind === 'attachment' ? source.documentId : null,
});

export const baseView = ({
  id,
  name,
  description,
  createdAt,
  documents,
}: CountedBase): BaseView => ({
  id,
  name,
  description,
  createdAt,
  documents,
});

export const passageView = (passage: Passage): PassageView => ({
  id: passage.id,
  documentId: passage.documentId,
  versionId: passage.versionId,
  title: passage.title,
  headings: passage.headings,
  page: passage.page,
  start: passage.start,
  end: passage.end,
  text: passage.text,
});
