import type { DocumentFormat } from './document.ts';

export const mediaTypes: Record<DocumentFormat, string> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  odt: 'application/vnd.oasis.opendocument.text',
  odp: 'application/vnd.oasis.opendocument.presentation',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  rtf: 'application/rtf',
  epub: 'application/epub+zip',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  msg: 'application/vnd.ms-outlook',
  email: 'message/rfc822',
  // What a picture is by its bytes says the extractor; this one is for those that do not.
  image: 'image/png',
  html: 'text/html',
  markdown: 'text/markdown',
  csv: 'text/csv',
  text: 'text/plain',
};

/** What a document of this type has pages of; a flow of text has none, and a picture is one. */
const pieces: Record<string, 'page' | 'slide' | 'sheet' | undefined> = {
  [mediaTypes.pdf]: 'page',
  [mediaTypes.pptx]: 'slide',
  [mediaTypes.odp]: 'slide',
  [mediaTypes.xlsx]: 'sheet',
  [mediaTypes.xls]: 'sheet',
  [mediaTypes.ods]: 'sheet',
};

export const pieceOf = (mediaType: string) => pieces[mediaType];

/** The end of a name, in small letters, without its dot; empty without one. */
export const extensionOf = (name: string): string =>
  /\.([a-z0-9]{1,10})$/iu.exec(name)?.[1]?.toLowerCase() ?? '';

/** Plain text looks the same whatever it means: only here a name decides. */
export const textFormatOf = (name: string): 'markdown' | 'csv' | 'html' | 'text' => {
  switch (extensionOf(name)) {
    case 'md':
    case 'markdown':
      return 'markdown';
    case 'csv':
    case 'tsv':
      return 'csv';
    case 'htm':
    case 'html':
    case 'xhtml':
      return 'html';
    default:
      return 'text';
  }
};
