import { z } from 'zod';
import { id } from '../../contracts/common.ts';
import {
  givenUp,
  ingestion,
  ingestionQuery,
  ingestionScope,
  type IngestionView,
  retried,
  retryRequest,
} from '../../contracts/ingestion.ts';
import { document } from '../../contracts/knowledge.ts';
import { partsOfLane } from '../../domain/lane.ts';
import { etagged } from '../../http/etag.ts';
import { route, type Route } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';
import type { IngestionScope } from '../../knowledge/ingestion.ts';
import type { IngestionOverview } from '../../knowledge/ingestion-overview.ts';
import { documentView } from './document-views.ts';

/** Of a folder only its own name is told, of an uploader nothing. */
const laneView = ({ lane, ...shown }: IngestionOverview['lanes'][number]) => {
  const { folder } = partsOfLane(lane);
  return {
    ...shown,
    source: folder === null ? ('upload' as const) : ('folder' as const),
    name: folder?.split(/[\\/]/u).findLast((part) => part !== '') ?? null,
  };
};

const ingestionView = ({ lanes, reading, rate, ...shown }: IngestionOverview): IngestionView => ({
  ...shown,
  rate: rate && {
    documentsPerMinute: Math.round(rate.documentsPerMinute),
    bytesPerSecond: Math.round(rate.bytesPerSecond),
  },
  lanes: lanes.map(laneView),
  reading: reading.flatMap(({ id, baseId, name, progress }) =>
    progress ? [{ documentId: id, baseId, name, progress }] : [],
  ),
});

const scopeOf = ({ base, lane }: z.infer<typeof ingestionScope>): IngestionScope => ({
  ...(base !== undefined && { baseId: base }),
  ...(lane !== undefined && { laneId: lane }),
});

const seeing = ({ knowledge }: HttpServices): Route[] => [
  route(
    'knowledge:read',
    {
      method: 'get',
      path: '/api/v1/ingestion',
      summary: 'How far the reading of documents is, of what you may read',
      query: ingestionQuery,
      headers: { 'If-None-Match': 'The ETag of the answer before: unchanged, it comes as 304' },
      answer: { schema: ingestion, meaning: 'What is done, what waits, and for how long' },
    },
    async ({ principal, request, query }) =>
      etagged(request, ingestionView(await knowledge.ingestion.overview(principal, query.base))),
  ),
  route(
    'knowledge:read',
    {
      method: 'get',
      path: '/api/v1/ingestion/given-up',
      summary: 'Documents whose reading was given up after several attempts',
      query: ingestionQuery,
      answer: { schema: givenUp, meaning: 'At most a thousand, newest first' },
    },
    async ({ principal, query }) => {
      const found = await knowledge.ingestion.givenUp(principal, query.base);
      const items = found.map(({ document: { id, baseId, name }, job }) => ({
        documentId: id,
        baseId,
        name,
        reason: job.reason,
        attempts: job.attempt,
        since: job.createdAt,
      }));
      return Response.json({ items });
    },
  ),
];

const leading = ({ knowledge }: HttpServices): Route[] =>
  (['pause', 'resume'] as const).map((how) =>
    route(
      'base:write',
      {
        method: 'post',
        path: `/api/v1/ingestion/${how}`,
        summary:
          how === 'pause'
            ? 'Read no more documents of a base, of a lane, or at all; what is being read is finished'
            : 'Go on reading what was paused; each pause is ended as it was made',
        body: ingestionScope,
        answer: { schema: ingestion, meaning: 'How it stands now' },
      },
      async ({ principal, body }) =>
        Response.json(ingestionView(await knowledge.ingestion[how](principal, scopeOf(body)))),
    ),
  );

const trying = ({ knowledge }: HttpServices): Route[] => [
  route(
    'document:write',
    {
      method: 'post',
      path: '/api/v1/ingestion/retry',
      summary: 'Read everything of a base again that failed',
      body: retryRequest,
      answer: { status: 202, schema: retried, meaning: 'How many documents wait again' },
    },
    async ({ principal, body }) => {
      const documents = await knowledge.ingestion.retryFailed(principal, body.base);
      return Response.json({ documents }, { status: 202 });
    },
  ),
  // Attachments are their owner's to cancel, as to delete.
  route(
    'conversation:write',
    {
      method: 'post',
      path: '/api/v1/documents/{id}/cancel',
      summary: 'Stop reading a document; what was searched of it before still is',
      params: z.object({ id }),
      answer: { schema: document, meaning: 'The document; cancelled, or as it had ended' },
    },
    async ({ principal, path }) =>
      Response.json(documentView(await knowledge.ingestion.cancel(principal, path.id))),
  ),
];

export const ingestionRoutes = (services: HttpServices): Route[] => [
  ...seeing(services),
  ...leading(services),
  ...trying(services),
];
