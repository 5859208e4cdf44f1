declare module 'word-extractor' {
  /** `filterUnicode` would replace typographic quotes and dashes. */
  type Options = { filterUnicode: boolean };
  export type WordDocument = {
    getBody(options: Options): string;
    getFootnotes(options: Options): string;
    getEndnotes(options: Options): string;
    getAnnotations(options: Options): string;
    getHeaders(options: Options & { includeFooters: boolean }): string;
    getFooters(options: Options): string;
    getTextboxes(options: Options & { includeHeadersAndFooters: boolean }): string;
  };
  export default class WordExtractor {
    extract(file: Buffer): Promise<WordDocument>;
  }
}
