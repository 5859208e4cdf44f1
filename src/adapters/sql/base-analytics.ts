import { sql, type Kysely } from 'kysely';
import type { Citation } from '../../domain/citation.ts';
import { isComplaint, type Feedback } from '../../domain/message.ts';
import type { BaseAnalytics, CitedDocument } from '../../ports/base-analytics.ts';
import type { TenantTables } from './tables.ts';

type Database = Kysely<TenantTables>;
type Period = Parameters<BaseAnalytics['useOf']>[0];

const DAY_MS = 86_400_000;
/** What a database takes in one `in (…)`; of more complaints the newest are looked at. */
const MOST_IN_LIST = 10_000;

/** Answers of the base in the period; the table is narrow, so that all can be counted. */
const askedIn = (db: Database, { baseId, since }: Period) =>
  db
    .selectFrom('askedBases')
    .where('askedBases.baseId', '=', baseId)
    .where('askedBases.createdAt', '>=', since);

const shown = [
  'askedBases.messageId',
  'askedBases.question',
  'askedBases.createdAt as askedAt',
] as const;

const daysOf = async (db: Database, period: Period) => {
  const rows = await askedIn(db, period)
    .select(({ fn }) => [
      sql<number>`"createdAt" / ${sql.lit(DAY_MS)}`.as('day'),
      fn.countAll<number | string>().as('questions'),
      fn.sum<number | string>('abstained').as('unanswered'),
    ])
    .groupBy('day')
    .orderBy('day')
    .execute();
  return rows.map(({ day, questions, unanswered }) => ({
    day: new Date(day * DAY_MS).toISOString().slice(0, 10),
    questions: Number(questions),
    unanswered: Number(unanswered),
  }));
};

const unansweredIn = (db: Database, period: Period) =>
  askedIn(db, period)
    .select(shown)
    .where('abstained', '=', 1)
    .orderBy('createdAt', 'desc')
    .limit(period.limit)
    .execute();

/** Few answers are rated: an index of these alone leads to them, before anything is asked about bases. */
const ratedDownIn = async (db: Database, { baseId, since, limit }: Period) => {
  const rated = await db
    .selectFrom('messages')
    .select(['id', 'feedback'])
    .where('createdAt', '>=', since)
    .where('feedback', '<>', sql.lit('[]'))
    .orderBy('createdAt', 'desc')
    .execute();
  const complaints = new Map(
    rated.flatMap(({ id, feedback }) => {
      const values: Feedback = JSON.parse(feedback);
      return isComplaint(values) ? [[id, values] as const] : [];
    }),
  );
  if (complaints.size === 0) return [];
  const rows = await db
    .selectFrom('askedBases')
    .select(shown)
    .where('messageId', 'in', [...complaints.keys()].slice(0, MOST_IN_LIST))
    .where('baseId', '=', baseId)
    .orderBy('createdAt', 'desc')
    .limit(limit)
    .execute();
  const cited = await citedBy(
    db,
    rows.map(({ messageId }) => messageId),
  );
  return rows.map((row) => ({
    ...row,
    feedback: complaints.get(row.messageId) ?? [],
    documentIds: cited.get(row.messageId) ?? [],
  }));
};

const citedBy = async (db: Database, messageIds: string[]): Promise<Map<string, string[]>> => {
  const cited = new Map<string, string[]>();
  if (messageIds.length === 0) return cited;
  const rows = await db
    .selectFrom('citedDocuments')
    .select(['messageId', 'documentId'])
    .where('messageId', 'in', messageIds)
    .execute();
  for (const { messageId, documentId } of rows)
    cited.set(messageId, [...(cited.get(messageId) ?? []), documentId]);
  return cited;
};

type Counted = Omit<CitedDocument, 'readers'> & { readers: string };
const withReaders = ({ readers, ...row }: Counted): CitedDocument => ({
  ...row,
  readers: JSON.parse(readers),
});

const mostCitedIn = async (db: Database, { baseId, since, limit }: Period) => {
  const rows = await db
    .selectFrom('documents')
    .innerJoin('citedDocuments', 'citedDocuments.documentId', 'documents.id')
    .select(['documents.id', 'documents.title', 'documents.readers', 'documents.createdAt'])
    .select(({ fn }) => [
      fn.countAll<number>().as('citations'),
      fn.max('citedDocuments.createdAt').as('lastCitedAt'),
    ])
    .where('documents.baseId', '=', baseId)
    .where('citedDocuments.createdAt', '>=', since)
    .groupBy('documents.id')
    .orderBy('citations', 'desc')
    .orderBy('documents.id')
    .limit(limit)
    .execute();
  return rows.map(withReaders);
};

const neverCitedIn = async (db: Database, { baseId, since, limit }: Period) => {
  const rows = await db
    .selectFrom('documents')
    .select(['id', 'title', 'readers', 'createdAt'])
    .where('baseId', '=', baseId)
    .where('state', 'in', ['ready', 'partly'])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('citedDocuments')
            .select('documentId')
            .whereRef('citedDocuments.documentId', '=', 'documents.id')
            .where('citedDocuments.createdAt', '>=', since),
        ),
      ),
    )
    .orderBy('createdAt')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => withReaders({ ...row, citations: 0, lastCitedAt: null }));
};

const asked =
  (db: Database): BaseAnalytics['asked'] =>
  async (baseId, messageId) => {
    const row = await db
      .selectFrom('askedBases')
      .innerJoin('messages', 'messages.id', 'askedBases.messageId')
      .select([...shown, 'askedBases.abstained', 'messages.citations'])
      .where('askedBases.baseId', '=', baseId)
      .where('askedBases.messageId', '=', messageId)
      .executeTakeFirst();
    if (!row) return null;
    const { abstained, citations, ...question } = row;
    const places: Citation[] = JSON.parse(citations);
    const cited = places.flatMap((citation) =>
      citation.kind === 'external'
        ? []
        : [{ documentId: citation.documentId, quote: citation.quote }],
    );
    return { ...question, abstained: abstained === 1, cited };
  };

/** What the bases of one tenant were asked, counted in a relational database. */
export const sqlAnalytics = (db: Database): BaseAnalytics =>
  ({
    async useOf(period) {
      return {
        days: await daysOf(db, period),
        unanswered: await unansweredIn(db, period),
        ratedDown: await ratedDownIn(db, period),
        mostCited: await mostCitedIn(db, period),
        neverCited: await neverCitedIn(db, period),
      };
    },
    asked: asked(db),
  }) satisfies BaseAnalytics;
