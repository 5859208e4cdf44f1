import { sql, type Kysely, type RawBuilder, type SqlBool } from 'kysely';
import type { DocumentConditions } from '../sql/document-listing.ts';
import type { TenantTables } from '../sql/tables.ts';
import { wordsOf } from './words-of.ts';

type Condition = RawBuilder<SqlBool>;
/** Numbers of documents; some may come twice. */
type Numbers = RawBuilder<unknown>;

/** As many documents as are looked up one by one; of more, the list is gone through in its order. */
const FEW = 2_000;

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

const numbersWith = (word: string): Numbers | null => {
  const inside = sql`select rowid from "documentTexts" where "documentTexts" match ${quoted(word)}`;
  const beginning = sql`
    select rowid from "documentWords" where "documentWords" match ${`${quoted(word)} *`}`;
  if (!hasTrigram(word)) return hasBeginning(word) ? beginning : null;
  return hasBeginning(word) ? sql`${inside} union all ${beginning}` : inside;
};

const numbersDescribed = ([name, values]: [string, readonly string[]]): Numbers => sql`
  select number from "documentFacts"
  where name = ${name} and value in (select value from json_each(${JSON.stringify(values)}))`;

const areFew = async (db: Kysely<TenantTables>, found: RawBuilder<unknown>): Promise<boolean> => {
  const { rows } = await sql<{ found: number }>`
    select count(*) as found from (select 1 from (${found}) limit ${FEW + 1})`.execute(db);
  return (rows[0]?.found ?? 0) <= FEW;
};

/** SQLite does not know how many a list has: it is told where to begin. */
const among = async (db: Kysely<TenantTables>, numbers: Numbers): Promise<Condition> =>
  (await areFew(db, numbers))
    ? sql`documents.id in (select "documentId" from "documentNumbers" where number in (${numbers}))`
    : sql`(select number from "documentNumbers" where "documentId" = documents.id) in (${numbers})`;

/** Each list of readers that documents have, from one to the next in their index. */
const readableLists = (readers: readonly string[]): RawBuilder<unknown> => sql`
  with recursive lists (list) as (
    select min(readers) from documents
    union all
    select (select min(readers) from documents where readers > list) from lists where list is not null
  )
  select list from lists where exists (
    select 1 from json_each(list)
    where value in (select value from json_each(${JSON.stringify(readers)}))
  )`;

const readable = async (
  db: Kysely<TenantTables>,
  readers: readonly string[],
): Promise<Condition> => {
  const lists = readableLists(readers);
  return (await areFew(db, sql`select 1 from documents where readers in (${lists})`))
    ? sql`documents.readers in (${lists})`
    : sql`+documents.readers in (${lists})`;
};

/** Words of the name or title, metadata, and readers. */
export const documentConditions =
  (db: Kysely<TenantTables>): DocumentConditions =>
  async ({ words = '', filter = {}, readers }) => {
    const conditions = readers ? [await readable(db, readers)] : [];
    for (const word of wordsOf(words)) {
      const numbers = numbersWith(word);
      conditions.push(numbers ? await among(db, numbers) : inText(word));
    }
    for (const described of Object.entries(filter))
      conditions.push(await among(db, numbersDescribed(described)));
    return conditions;
  };
