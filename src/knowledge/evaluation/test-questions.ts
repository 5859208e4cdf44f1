import type { ExpectedPassage, TestQuestion } from '../../domain/evaluation.ts';
import type { Principal } from '../../domain/principal.ts';
import { Problem } from '../../domain/problem.ts';
import { newId } from '../../lib/ids.ts';
import type { TestQuestionChange } from '../../ports/evaluation-store.ts';
import type { TenantDoor, TenantStores } from '../../ports/tenant-stores.ts';
import { demand, documentFor, documentsFor, sharedBase } from '../rights.ts';

export type SeenExpected = ExpectedPassage & {
  /** Null: the document is gone, or not for the caller to read. */
  title: string | null;
};
export type SeenQuestion = Omit<TestQuestion, 'expected'> & { expected: SeenExpected[] };

export type QuestionWish = {
  /** The answer it is made from: its question, and what is left out below. */
  messageId?: string;
  question?: string;
  expected?: ExpectedPassage[];
  answer?: string | null;
  unanswerable?: boolean;
};

const MOST_QUESTIONS = 1_000;

const missingQuestion = (): Problem => new Problem('not-found', 'There is no such test question.');

/** Questions with their known answers, of the bases that an administrator may read. */
export const testQuestionFunctions = ({ tenants }: { tenants: TenantDoor }) => {
  const open = async (principal: Principal, baseId: string) => {
    demand(principal, 'base:measure');
    const stores = await tenants.open(principal.tenant);
    await sharedBase(stores, principal, baseId);
    return stores;
  };
  const find = async (principal: Principal, id: string) => {
    demand(principal, 'base:measure');
    const stores = await tenants.open(principal.tenant);
    const question = await stores.evaluations.testQuestion(id);
    if (!question) throw missingQuestion();
    await sharedBase(stores, principal, question.baseId).catch((cause: unknown) => {
      throw cause instanceof Problem && cause.code === 'not-found' ? missingQuestion() : cause;
    });
    return { stores, question };
  };

  return {
    list: async (principal: Principal, baseId: string): Promise<SeenQuestion[]> => {
      const stores = await open(principal, baseId);
      const questions = await stores.evaluations.testQuestions(baseId);
      return seenBy(principal, stores, questions);
    },

    add: async (
      principal: Principal,
      baseId: string,
      wish: QuestionWish,
    ): Promise<SeenQuestion> => {
      const stores = await open(principal, baseId);
      if ((await stores.evaluations.testQuestions(baseId)).length >= MOST_QUESTIONS)
        throw new Problem('conflict', `A base has at most ${MOST_QUESTIONS} test questions.`);
      const now = Date.now();
      const question: TestQuestion = {
        id: newId('tq', now),
        baseId,
        question: await questionOf(stores, baseId, wish),
        expected: wish.expected ?? [],
        answer: wish.answer ?? null,
        unanswerable: wish.unanswerable ?? false,
        messageId: wish.messageId ?? null,
        createdAt: now,
        updatedAt: now,
      };
      await check(stores, principal, { now: question, before: [] });
      await stores.evaluations.addTestQuestion(question);
      return seenOne(principal, stores, question);
    },

    change: async (
      principal: Principal,
      id: string,
      change: TestQuestionChange,
    ): Promise<SeenQuestion> => {
      const { stores, question } = await find(principal, id);
      const changed = { ...question, ...change, updatedAt: Date.now() };
      await check(stores, principal, { now: changed, before: question.expected });
      await stores.evaluations.updateTestQuestion(id, change);
      return seenOne(principal, stores, changed);
    },

    delete: async (principal: Principal, id: string): Promise<void> => {
      const { stores } = await find(principal, id);
      await stores.evaluations.deleteTestQuestion(id);
    },
  };
};

const questionOf = async (
  { analytics }: TenantStores,
  baseId: string,
  { question, messageId }: QuestionWish,
): Promise<string> => {
  const asked = messageId === undefined ? null : await analytics.asked(baseId, messageId);
  if (messageId !== undefined && !asked)
    throw new Problem('not-found', 'This base has no such answer.', { field: 'messageId' });
  const text = question ?? asked?.question;
  if (text === undefined)
    throw new Problem('invalid-request', 'Say what is asked, or which answer it is made from.', {
      field: 'question',
    });
  return text;
};

/** What is expected newly has to be in the base, and the caller's to read. */
const check = async (
  stores: TenantStores,
  principal: Principal,
  { now, before }: { now: TestQuestion; before: readonly ExpectedPassage[] },
): Promise<void> => {
  const { baseId, expected, answer, unanswerable } = now;
  if (unanswerable && (expected.length > 0 || answer !== null))
    throw new Problem('invalid-request', 'What cannot be answered expects no document or answer.', {
      field: 'unanswerable',
    });
  const known = new Set(before.map(({ documentId }) => documentId));
  for (const [place, { documentId }] of expected.entries()) {
    if (known.has(documentId)) continue;
    if ((await documentFor(stores, principal, documentId))?.baseId === baseId) continue;
    throw new Problem('not-found', 'There is no such document in this base.', {
      field: `expected.${place}.documentId`,
    });
  }
};

const seenOne = async (
  principal: Principal,
  stores: TenantStores,
  question: TestQuestion,
): Promise<SeenQuestion> => {
  const [seen] = await seenBy(principal, stores, [question]);
  if (!seen) throw missingQuestion();
  return seen;
};

/** Law 7: quotes of documents that the caller may not read are left out, and the words that an answer has of them. */
const seenBy = async (
  principal: Principal,
  stores: TenantStores,
  questions: readonly TestQuestion[],
): Promise<SeenQuestion[]> => {
  const ids = questions.flatMap(({ expected }) => expected.map(({ documentId }) => documentId));
  const readable = await documentsFor(stores, principal, ids);
  return questions.map((question) => ({
    ...question,
    answer: question.expected.every(({ documentId }) => readable.has(documentId))
      ? question.answer
      : null,
    expected: question.expected.map(({ documentId, quote }) => {
      const title = readable.get(documentId)?.title ?? null;
      return { documentId, title, quote: title === null ? null : quote };
    }),
  }));
};
