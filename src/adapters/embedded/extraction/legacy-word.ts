import WordExtractor, { type WordDocument } from 'word-extractor';
import { createCleaner } from './clean-text.ts';
import { NO_TEXT, type Outcome, type Source, failed } from './outcome.ts';
import { createTextBuilder, tableRow } from './text-builder.ts';

/** Reads Word files from before 2007: paragraphs and rows of tables; they keep no headings that can be told apart. */
export const readLegacyWord = async ({ bytes }: Source): Promise<Outcome> => {
  let document: WordDocument;
  try {
    document = await new WordExtractor().extract(Buffer.from(bytes));
  } catch {
    return failed(
      'The old Word file is damaged and cannot be opened. Open it with Word and save it as .docx.',
    );
  }
  const cleaner = createCleaner();
  const builder = createTextBuilder();
  const options = { filterUnicode: false };
  const write = (text: string, label = '') => {
    for (const raw of text.split('\n')) {
      const cells = raw.split('\t').map((cell) => cleaner.clean(cell));
      const line = tableRow(cells.filter((cell) => cell.trim() !== ''));
      if (line !== '') builder.add({ kind: 'paragraph' }, label + line);
    }
  };
  write(document.getBody(options));
  write(document.getTextboxes({ ...options, includeHeadersAndFooters: false }));
  write(document.getFootnotes(options), 'Footnote: ');
  write(document.getEndnotes(options), 'Footnote: ');
  write(document.getAnnotations(options), 'Comment: ');
  write(document.getHeaders({ ...options, includeFooters: false }), 'Page header: ');
  write(document.getFooters(options), 'Page footer: ');
  const built = builder.finish();
  if (built.text === '') return failed(NO_TEXT);
  return {
    outcome: 'extracted',
    extracted: {
      ...built,
      pages: null,
      title: null,
      language: null,
      placed: new Float64Array(),
      warnings: cleaner.warnings(),
      metadata: {},
      whole: true,
    },
  };
};
