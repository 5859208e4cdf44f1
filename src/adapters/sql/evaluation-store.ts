import type { Kysely } from 'kysely';
import type { Evaluation, TestQuestion } from '../../domain/evaluation.ts';
import { Problem } from '../../domain/problem.ts';
import type { EvaluationStore } from '../../ports/evaluation-store.ts';
import { fromCursor, pageFrom } from './cursor.ts';
import { insertJob } from './job-queue.ts';
import type { TenantTables } from './tables.ts';

type Database = Kysely<TenantTables>;
type QuestionRow = TenantTables['testQuestions'];
type EvaluationRow = TenantTables['evaluations'];

const questionOf = ({ expected, unanswerable, ...row }: QuestionRow): TestQuestion => ({
  ...row,
  expected: JSON.parse(expected),
  unanswerable: unanswerable === 1,
});

const questionRow = ({ expected, unanswerable, ...question }: TestQuestion): QuestionRow => ({
  ...question,
  expected: JSON.stringify(expected),
  unanswerable: Number(unanswerable),
});

const evaluationOf = ({ startedBy, fingerprint, ...row }: EvaluationRow): Evaluation => ({
  ...row,
  startedBy: JSON.parse(startedBy),
  fingerprint: JSON.parse(fingerprint),
});

const evaluationRow = ({ startedBy, fingerprint, ...run }: Evaluation): EvaluationRow => ({
  ...run,
  startedBy: JSON.stringify(startedBy),
  fingerprint: JSON.stringify(fingerprint),
});

type QuestionMethods = Pick<
  EvaluationStore,
  'testQuestions' | 'testQuestion' | 'addTestQuestion' | 'updateTestQuestion' | 'deleteTestQuestion'
>;

const questionMethods = (db: Database): QuestionMethods => ({
  async testQuestions(baseId) {
    const rows = await db
      .selectFrom('testQuestions')
      .selectAll()
      .where('baseId', '=', baseId)
      .orderBy('createdAt')
      .orderBy('id')
      .execute();
    return rows.map(questionOf);
  },
  async testQuestion(id) {
    const row = await db
      .selectFrom('testQuestions')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    return row ? questionOf(row) : null;
  },
  async addTestQuestion(question) {
    await db.insertInto('testQuestions').values(questionRow(question)).execute();
  },
  async updateTestQuestion(id, { expected, unanswerable, ...columns }) {
    const row = await db
      .updateTable('testQuestions')
      .set({
        ...columns,
        ...(expected === undefined ? {} : { expected: JSON.stringify(expected) }),
        ...(unanswerable === undefined ? {} : { unanswerable: Number(unanswerable) }),
        updatedAt: Date.now(),
      })
      .where('id', '=', id)
      .executeTakeFirst();
    return row.numUpdatedRows > 0n;
  },
  async deleteTestQuestion(id) {
    const row = await db.deleteFrom('testQuestions').where('id', '=', id).executeTakeFirst();
    return row.numDeletedRows > 0n;
  },
});

const addEvaluation = (db: Database, evaluation: Evaluation): Promise<void> =>
  db.transaction().execute(async (tables) => {
    const { baseId, id } = evaluation;
    const running = await tables
      .selectFrom('evaluations')
      .select('id')
      .where('baseId', '=', baseId)
      .where('endedAt', 'is', null)
      .executeTakeFirst();
    if (running)
      throw new Problem(
        'conflict',
        'This base is being evaluated already. Wait, or delete the run.',
      );
    await tables.insertInto('evaluations').values(evaluationRow(evaluation)).execute();
    await insertJob(tables, {
      kind: 'evaluate-base',
      payload: { evaluationId: id },
      lane: 'evaluation',
      about: id,
    });
  });

const saveResult =
  (db: Database): EvaluationStore['saveResult'] =>
  (evaluationId, result) =>
    db.transaction().execute(async (tables) => {
      const running = await tables
        .selectFrom('evaluations')
        .select('id')
        .where('id', '=', evaluationId)
        .where('endedAt', 'is', null)
        .executeTakeFirst();
      if (!running) return false;
      await tables
        .replaceInto('evaluationResults')
        .values({
          evaluationId,
          questionId: result.questionId,
          result: JSON.stringify(result),
        })
        .execute();
      await tables
        .updateTable('evaluations')
        .set(({ selectFrom, fn }) => ({
          done: selectFrom('evaluationResults')
            .select(() => fn.countAll<number>().as('done'))
            .where('evaluationId', '=', evaluationId),
        }))
        .where('id', '=', evaluationId)
        .execute();
      return true;
    });

/** Test questions and runs of one tenant in a relational database. */
export const sqlEvaluations = (db: Database): EvaluationStore => {
  /** Only of a run that has not ended. */
  const change = async (id: string, columns: Partial<EvaluationRow>): Promise<boolean> => {
    const row = await db
      .updateTable('evaluations')
      .set(columns)
      .where('id', '=', id)
      .where('endedAt', 'is', null)
      .executeTakeFirst();
    return row.numUpdatedRows > 0n;
  };
  return {
    ...questionMethods(db),
    addEvaluation: (evaluation) => addEvaluation(db, evaluation),
    async evaluation(id) {
      const row = await db
        .selectFrom('evaluations')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row ? evaluationOf(row) : null;
    },
    async evaluations({ baseId, limit, cursor }) {
      const after = cursor === undefined ? null : fromCursor(cursor);
      const rows = await db
        .selectFrom('evaluations')
        .selectAll()
        .where('baseId', '=', baseId)
        .$if(after !== null, (query) =>
          query.where(({ eb, refTuple, tuple }) =>
            eb(refTuple('createdAt', 'id'), '<', tuple(after?.at ?? 0, after?.id ?? '')),
          ),
        )
        .orderBy('createdAt', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
      return pageFrom(rows.map(evaluationOf), limit, ({ createdAt, id }) => ({
        at: createdAt,
        id,
      }));
    },
    beginEvaluation: (id, { fingerprint, questions }) =>
      change(id, { state: 'running', fingerprint: JSON.stringify(fingerprint), questions }),
    saveResult: saveResult(db),
    async results(evaluationId) {
      const rows = await db
        .selectFrom('evaluationResults')
        .select('result')
        .where('evaluationId', '=', evaluationId)
        .orderBy('questionId')
        .execute();
      return rows.map(({ result }) => JSON.parse(result));
    },
    endEvaluation: (id, { state, reason }) => change(id, { state, reason, endedAt: Date.now() }),
    async deleteEvaluation(id) {
      const row = await db.deleteFrom('evaluations').where('id', '=', id).executeTakeFirst();
      return row.numDeletedRows > 0n;
    },
  } satisfies EvaluationStore;
};
