import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { IngestionView } from '../../src/contracts/ingestion.ts';
import { keys } from '../api/queries.ts';
import { call, json, query } from '../api/request.ts';

const WHILE_BUSY_MS = 1_500;
/** Others may have added documents. */
const WHILE_IDLE_MS = 15_000;

/** How far the reading of a base is, or of everything; asked again as long as the page is open. */
export const useIngestion = (base: string | null) =>
  useQuery({
    queryKey: [...keys.documents, 'ingestion', base],
    queryFn: () => json<IngestionView>(`/ingestion${query({ base })}`),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) =>
      data?.state === 'idle' && !data.index ? WHILE_IDLE_MS : WHILE_BUSY_MS,
  });

type Leading = { pause: () => void; resume: () => void; retry: (baseId: string) => void };

/** Pausing, going on, and trying again what failed. */
export const useLeading = (base: string | null): Leading & { busy: boolean } => {
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: ({ how, scope }: { how: 'pause' | 'resume' | 'retry'; scope: object }) =>
      call(`/ingestion/${how}`, { method: 'POST', body: scope }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.documents }),
  });
  const scope = base === null ? {} : { base };
  return {
    pause: () => mutate({ how: 'pause', scope }),
    resume: () => mutate({ how: 'resume', scope }),
    retry: (baseId) => mutate({ how: 'retry', scope: { base: baseId } }),
    busy: isPending,
  };
};
