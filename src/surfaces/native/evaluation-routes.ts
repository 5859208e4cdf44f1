import { z } from 'zod';
import { id, pageOf } from '../../contracts/common.ts';
import {
  evaluation,
  evaluationsQuery,
  readEvaluation,
  readEvaluationQuery,
  testQuestion,
  testQuestionChange,
  testQuestionRequest,
} from '../../contracts/evaluation.ts';
import { route, type Route } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';
import { given } from '../../lib/given.ts';

const byId = z.object({ id });
const nothing = { status: 204, meaning: 'Done' };

const testQuestionRoutes = ({ knowledge: { testQuestions } }: HttpServices): Route[] => [
  route(
    'base:measure',
    {
      method: 'get',
      path: '/api/v1/bases/{id}/test-questions',
      summary: 'List the test questions of a base',
      params: byId,
      answer: { schema: pageOf(testQuestion), meaning: 'All, the oldest first' },
    },
    async ({ principal, path }) =>
      Response.json({ items: await testQuestions.list(principal, path.id), cursor: null }),
  ),
  route(
    'base:measure',
    {
      method: 'post',
      path: '/api/v1/bases/{id}/test-questions',
      summary: 'Make a test question of an answer, or write one',
      params: byId,
      body: testQuestionRequest,
      answer: { status: 201, schema: testQuestion, meaning: 'The test question' },
    },
    async ({ principal, path, body }) =>
      Response.json(await testQuestions.add(principal, path.id, given(body)), { status: 201 }),
  ),
  route(
    'base:measure',
    {
      method: 'patch',
      path: '/api/v1/test-questions/{id}',
      summary: 'Change a test question',
      params: byId,
      body: testQuestionChange,
      answer: { schema: testQuestion, meaning: 'The test question as it is now' },
    },
    async ({ principal, path, body }) =>
      Response.json(await testQuestions.change(principal, path.id, given(body))),
  ),
  route(
    'base:measure',
    {
      method: 'delete',
      path: '/api/v1/test-questions/{id}',
      summary: 'Delete a test question; results of it stay',
      params: byId,
      answer: nothing,
    },
    async ({ principal, path }) => {
      await testQuestions.delete(principal, path.id);
      return new Response(null, { status: 204 });
    },
  ),
];

const runRoutes = ({ knowledge: { evaluations } }: HttpServices): Route[] => [
  route(
    'base:measure',
    {
      method: 'get',
      path: '/api/v1/bases/{id}/evaluations',
      summary: 'List the evaluations of a base, the newest first',
      params: byId,
      query: evaluationsQuery,
      answer: { schema: pageOf(evaluation), meaning: 'A page of evaluations' },
    },
    async ({ principal, path, query: { limit, cursor } }) =>
      Response.json(
        await evaluations.list(principal, {
          baseId: path.id,
          limit,
          ...(cursor !== undefined && { cursor }),
        }),
      ),
  ),
  route(
    'base:measure',
    {
      method: 'post',
      path: '/api/v1/bases/{id}/evaluations',
      summary: 'Ask all test questions of a base; one evaluation at a time',
      params: byId,
      answer: { status: 202, schema: evaluation, meaning: 'The evaluation, waiting to be done' },
    },
    async ({ principal, path }) =>
      Response.json(await evaluations.start(principal, path.id), { status: 202 }),
  ),
  route(
    'base:measure',
    {
      method: 'get',
      path: '/api/v1/evaluations/{id}',
      summary: 'Read an evaluation, also while it runs, against an earlier one',
      params: byId,
      query: readEvaluationQuery,
      answer: { schema: readEvaluation, meaning: 'Figures, results, and what changed' },
    },
    async ({ principal, path, query: { against } }) =>
      Response.json(readEvaluation.parse(await evaluations.read(principal, path.id, against))),
  ),
  route(
    'base:measure',
    {
      method: 'delete',
      path: '/api/v1/evaluations/{id}',
      summary: 'Delete an evaluation; one that runs is called off',
      params: byId,
      answer: nothing,
    },
    async ({ principal, path }) => {
      await evaluations.delete(principal, path.id);
      return new Response(null, { status: 204 });
    },
  ),
];

export const evaluationRoutes = (services: HttpServices): Route[] => [
  ...testQuestionRoutes(services),
  ...runRoutes(services),
];
