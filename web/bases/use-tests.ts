import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  EvaluationView,
  ReadEvaluationView,
  TestQuestionView,
} from '../../src/contracts/evaluation.ts';
import { call, json, query } from '../api/request.ts';
import type { Page } from '../api/queries.ts';

const WHILE_RUNNING_MS = 1_000;

export const isRunning = ({ state }: EvaluationView): boolean =>
  state === 'waiting' || state === 'running';

const questionsKey = (baseId: string) => ['test-questions', baseId];
const runsKey = (baseId: string) => ['evaluations', baseId];

export const useTestQuestions = (baseId: string) =>
  useQuery({
    queryKey: questionsKey(baseId),
    queryFn: () => json<Page<TestQuestionView>>(`/bases/${baseId}/test-questions`),
  });

/** Newest first; asked again while one is running. */
export const useEvaluations = (baseId: string) =>
  useQuery({
    queryKey: runsKey(baseId),
    queryFn: () =>
      json<Page<EvaluationView>>(`/bases/${baseId}/evaluations${query({ limit: 20 })}`),
    refetchInterval: ({ state: { data } }) =>
      data?.items.some(isRunning) ? WHILE_RUNNING_MS : false,
  });

export const useEvaluation = (id: string | null) =>
  useQuery({
    queryKey: ['evaluation', id],
    queryFn: () => json<ReadEvaluationView>(`/evaluations/${id}`),
    enabled: id !== null,
  });

export type Wish = { question: string; answer: string | null; unanswerable: boolean };

/** What can be done with the test questions of a base, and running them. */
export const useTestChanges = (baseId: string) => {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: questionsKey(baseId) });
  const add = useMutation({
    mutationFn: (wish: Wish) =>
      call(`/bases/${baseId}/test-questions`, { method: 'POST', body: wish }),
    onSuccess: refresh,
  });
  const change = useMutation({
    mutationFn: ({ id, ...wish }: Wish & { id: string }) =>
      call(`/test-questions/${id}`, { method: 'PATCH', body: wish }),
    onSuccess: refresh,
  });
  const remove = useMutation({
    mutationFn: (id: string) => call(`/test-questions/${id}`, { method: 'DELETE' }),
    onSuccess: refresh,
  });
  const run = useMutation({
    mutationFn: () => call(`/bases/${baseId}/evaluations`, { method: 'POST' }),
    onSuccess: () => client.invalidateQueries({ queryKey: runsKey(baseId) }),
  });
  return { add, change, remove, run };
};
