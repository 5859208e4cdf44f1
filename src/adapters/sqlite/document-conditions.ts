import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { DocumentQuery } from '../../ports/document-register.ts';
import type { MetadataFilter } from '../../ports/knowledge-index.ts';
import { wordsOf } from './words-of.ts';

type Condition = RawBuilder<SqlBool>;

const quoted = (word: string): string => `"${word.replaceAll('"', '""')}"`;
/** Shorter words have no trigram. */
const hasTrigram = (word: string): boolean => /.{3}/su.test(word);
/** Where words are told apart by spaces, `documentWords` knows how they begin. */
const hasBeginning = (word: string): boolean =>
  /^[\p{L}\p{N}]/u.test(word) &&
  !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u.test(
    word,
  );

const inText = (word: string): Condition =>
  sql`documents.name || char(10) || documents.title
    like ${`%${word.replaceAll(/[\\%_]/g, '\\$&')}%`} escape '\\'`;

const numbered = (numbers: RawBuilder<unknown>): Condition =>
  sql`documents.id in (select "documentId" from "documentNumbers" where number in (${numbers}))`;

const holdsWord = (word: string): Condition => {
  const inside = sql`select rowid from "documentTexts" where "documentTexts" match ${quoted(word)}`;
  const beginning = sql`
    select rowid from "documentWords" where "documentWords" match ${`${quoted(word)} *`}`;
  if (!hasTrigram(word)) return hasBeginning(word) ? numbered(beginning) : inText(word);
  return numbered(hasBeginning(word) ? sql`${inside} union ${beginning}` : inside);
};

const hasOneOf = (name: string, values: readonly string[]): Condition =>
  numbered(sql`
    select number from "documentFacts"
    where name = ${name} and value in (select value from json_each(${JSON.stringify(values)}))`);

const filtered = (filter: MetadataFilter): Condition[] =>
  Object.entries(filter).map(([name, values]) => hasOneOf(name, values));

const readable = (readers: readonly string[]): Condition => sql`
  exists (
    select 1 from json_each(documents.readers)
    where value in (select value from json_each(${JSON.stringify(readers)}))
  )`;

/** What each database says in its own way: words of the name or title, metadata, and readers. */
export const documentConditions = ({ words, filter, readers }: DocumentQuery): Condition[] => [
  ...wordsOf(words ?? '').map(holdsWord),
  ...filtered(filter ?? {}),
  ...(readers ? [readable(readers)] : []),
];
