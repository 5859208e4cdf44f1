import { Parser } from 'htmlparser2';
import type { Cleaner } from './clean-text.ts';
import { localName } from './cut-xml.ts';

const CHUNK = 1 << 20;

/** A large part as text, piece by piece: as one string it would be held twice. */
export function* decodedPieces(part: Uint8Array): Generator<string> {
  const decoder = new TextDecoder();
  for (let at = 0; at < part.length; at += CHUNK)
    yield decoder.decode(part.subarray(at, at + CHUNK), { stream: true });
}

export const oneLine = (cleaner: Cleaner, text: string): string =>
  cleaner.clean(text).replaceAll(/\s+/gu, ' ').trim();

/** The texts that cells share: each is the text of its runs, without how it is pronounced. */
export const readSharedStrings = (part: Uint8Array | undefined, cleaner: Cleaner): string[] => {
  const strings: string[] = [];
  let text = '';
  let inText = false;
  let silent = 0;
  const parser = new Parser(
    {
      onopentag: (qualified) => {
        const name = localName(qualified);
        if (name === 'si') text = '';
        else if (name === 'rPh') silent += 1;
        else if (name === 't') inText = silent === 0;
      },
      ontext: (piece) => {
        if (inText) text += piece;
      },
      onclosetag: (qualified) => {
        const name = localName(qualified);
        if (name === 'si') strings.push(oneLine(cleaner, text));
        else if (name === 'rPh') silent -= 1;
        else if (name === 't') inText = false;
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  if (part) for (const piece of decodedPieces(part)) parser.write(piece);
  parser.end();
  return strings;
};
