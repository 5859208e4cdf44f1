import type { Document, ExtractedText } from '../domain/document.ts';
import type { Passage } from '../domain/passage.ts';
import { eachPassage, type PassageLimits, withoutTitle } from '../knowledge/passages.ts';
import { newId } from '../lib/ids.ts';
import { breathe } from '../lib/breathe.ts';

export type Version = {
  extracted: ExtractedText;
  title: string;
  language: string;
  versionId: string;
};

const TITLE_LIMIT = 200;

export const makePassages = async (
  { document, passageLimits }: { document: Document; passageLimits?: PassageLimits },
  { extracted, title, language, versionId }: Version,
): Promise<Passage[]> => {
  const passages: Passage[] = [];
  const pause = breathe();
  for (const range of eachPassage(extracted, passageLimits)) {
    passages.push({
      id: newId('passage'),
      baseId: document.baseId,
      documentId: document.id,
      versionId,
      title,
      ...range,
      headings: withoutTitle(range.headings, title),
      language,
      text: extracted.text.slice(range.start, range.end),
      readers: document.readers,
    });
    await pause();
  }
  return passages;
};

export const titleOf = (extracted: ExtractedText, document: Document): string =>
  (extracted.title ?? '').replaceAll(/\s+/gu, ' ').trim().slice(0, TITLE_LIMIT) || document.title;
