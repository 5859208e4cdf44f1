import type { Document, DocumentSource, ExtractedText } from '../../domain/document.ts';
import type { KnowledgeBase } from '../../domain/knowledge-base.ts';
import type { Passage } from '../../domain/passage.ts';
import type { DocumentTables } from './tables.ts';

type BaseRow = DocumentTables['bases'];
type DocumentRow = DocumentTables['documents'];
type ExtractionRow = DocumentTables['extractions'];

export const baseOf = ({ readers, questions, ...row }: BaseRow): KnowledgeBase => ({
  ...row,
  readers: JSON.parse(readers),
  questions: JSON.parse(questions),
});

export const baseRow = ({ readers, questions, ...base }: KnowledgeBase): BaseRow => ({
  ...base,
  readers: JSON.stringify(readers),
  questions: JSON.stringify(questions),
});

export const baseColumns = ({ readers, questions, ...columns }: Partial<KnowledgeBase>) => ({
  ...columns,
  ...(readers ? { readers: JSON.stringify(readers) } : {}),
  ...(questions ? { questions: JSON.stringify(questions) } : {}),
});

export const documentOf = (row: DocumentRow): Document => {
  const { warnings, metadata, readers, folder, folderPath, attachedTo, ...plain } = row;
  return {
    ...plain,
    warnings: JSON.parse(warnings),
    metadata: JSON.parse(metadata),
    readers: JSON.parse(readers),
    source: sourceOf({ folder, folderPath, attachedTo }),
  };
};

const sourceOf = ({
  folder,
  folderPath,
  attachedTo,
}: Pick<DocumentRow, 'folder' | 'folderPath' | 'attachedTo'>): DocumentSource => {
  if (attachedTo !== null) return { kind: 'attachment', documentId: attachedTo };
  return folder === null ? { kind: 'upload' } : { kind: 'folder', folder, path: folderPath ?? '' };
};

export const documentRow = (document: Document): DocumentRow => {
  const { warnings, metadata, readers, source, ...plain } = document;
  return {
    ...plain,
    warnings: JSON.stringify(warnings),
    metadata: JSON.stringify(metadata),
    readers: JSON.stringify(readers),
    folder: source.kind === 'folder' ? source.folder : null,
    folderPath: source.kind === 'folder' ? source.path : null,
    attachedTo: source.kind === 'attachment' ? source.documentId : null,
  };
};

/** A copy is aligned. */
export const placedOf = (bytes: Uint8Array): Float64Array => new Float64Array(bytes.slice().buffer);

const bytesOfPlaced = ({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

export const extractionOf = (row: ExtractionRow): ExtractedText => ({
  text: row.text,
  pages: row.pages,
  title: row.title,
  language: row.language,
  blocks: JSON.parse(row.blocks),
  placed: placedOf(row.placed),
  warnings: JSON.parse(row.warnings),
  metadata: JSON.parse(row.metadata),
  whole: row.whole === 1,
});

export const extractionColumns = (extracted: ExtractedText) => ({
  text: extracted.text,
  pages: extracted.pages,
  title: extracted.title,
  language: extracted.language,
  blocks: JSON.stringify(extracted.blocks),
  placed: bytesOfPlaced(extracted.placed),
  warnings: JSON.stringify(extracted.warnings),
  metadata: JSON.stringify(extracted.metadata),
  whole: Number(extracted.whole),
});

/** What a passage has of its own; text, title and readers are those of its version and document. */
type StoredPassage = Pick<Passage, 'id' | 'start' | 'end' | 'headings' | 'page' | 'language'>;

export const packPassages = (passages: readonly Passage[]): string =>
  JSON.stringify(
    passages.map(({ id, start, end, headings, page, language }): StoredPassage => ({
      id,
      start,
      end,
      headings,
      page,
      language,
    })),
  );

export const unpackPassages = (
  packed: string,
  version: Omit<Passage, keyof StoredPassage>,
): Passage[] => {
  const stored: StoredPassage[] = JSON.parse(packed);
  return stored.map((passage) => ({
    ...version,
    ...passage,
    text: version.text.slice(passage.start, passage.end),
  }));
};
