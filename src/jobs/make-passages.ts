import type { Document, DocumentFormat, ExtractedText } from '../domain/document.ts';
import { mediaTypes, pieceOf } from '../domain/document-format.ts';
import type { Passage } from '../domain/passage.ts';
import { eachPassage, type PassageLimits, withoutTitle } from '../knowledge/passages.ts';
import { sha256 } from '../lib/ids.ts';
import { breathe } from '../lib/breathe.ts';

export type Version = {
  format: DocumentFormat;
  extracted: ExtractedText;
  title: string;
  language: string;
  versionId: string;
};

const TITLE_LIMIT = 200;

export const makePassages = async (
  { document, passageLimits }: { document: Document; passageLimits?: PassageLimits },
  { format, extracted, title, language, versionId }: Version,
): Promise<Passage[]> => {
  const passages: Passage[] = [];
  const pause = breathe();
  const idOf = passageIds(document.id);
  const piece = pieceOf(mediaTypes[format]);
  const whole = { ...extracted, isDeck: piece === 'slide' };
  for (const range of eachPassage(whole, passageLimits)) {
    const headings = piece === 'sheet' ? range.headings : withoutTitle(range.headings, title);
    const text = extracted.text.slice(range.start, range.end);
    passages.push({
      id: idOf(headings, text),
      baseId: document.baseId,
      documentId: document.id,
      versionId,
      title,
      ...range,
      page: piece === 'page' || piece === 'slide' ? range.page : null,
      headings,
      language,
      text,
      readers: document.readers,
    });
    await pause();
  }
  return passages;
};

/**
 * A passage keeps its id for as long as its document says the same: its vector is then known, also after a restart.
 * The second of two that are alike has another one.
 */
const passageIds = (documentId: string) => {
  const seen = new Map<string, number>();
  return (headings: readonly string[], text: string): string => {
    const content = sha256(JSON.stringify([documentId, headings, text]));
    const before = seen.get(content) ?? 0;
    seen.set(content, before + 1);
    return `passage_${(before === 0 ? content : sha256(`${content} ${before}`)).slice(0, 32)}`;
  };
};

export const titleOf = (extracted: ExtractedText, document: Document): string =>
  (extracted.title ?? '').replaceAll(/\s+/gu, ' ').trim().slice(0, TITLE_LIMIT) || document.title;
