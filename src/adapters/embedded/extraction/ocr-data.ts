import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export type OcrSettings = {
  /** A folder with `*.traineddata`; else the usual ones are looked through. */
  tessdata?: string | undefined;
  /** The wanted ones, like `eng+deu`. */
  languages: string;
};

/** Trained data to recognise text with, all of it on this machine: nothing is ever fetched. */
export type OcrData = { folder: string; languages: string };

const DEBIAN = '/usr/share/tesseract-ocr';
const OTHERS = [
  '/usr/share/tessdata',
  '/usr/share/tesseract/tessdata',
  '/usr/local/share/tessdata',
  '/opt/homebrew/share/tessdata',
];

/** Of the wanted languages those that are there; null when none is. */
export const findOcrData = ({ tessdata, languages }: OcrSettings): OcrData | null => {
  const wanted = languages.split(/[+,\s]+/u).filter(Boolean);
  const folders = tessdata === undefined ? usualFolders() : [tessdata, join(tessdata, 'tessdata')];
  for (const folder of folders) {
    const there = wanted.filter((name) => existsSync(join(folder, `${name}.traineddata`)));
    if (there.length > 0) return { folder, languages: there.join('+') };
  }
  return null;
};

const usualFolders = (): string[] => [
  ...(existsSync(DEBIAN) ? readdirSync(DEBIAN) : [])
    .toSorted((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((version) => join(DEBIAN, version, 'tessdata')),
  ...OTHERS,
];

export const needsOcrData = (what: string): string =>
  `${what} To have it recognised, the operator of this server installs Tesseract's data (apt-get install tesseract-ocr tesseract-ocr-eng), or names its folder in DOCENT_TESSDATA; then the document is read again.`;
