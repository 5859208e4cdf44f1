import { pageOf } from '../../contracts/common.ts';
import { source, type SourceView } from '../../contracts/sources.ts';
import { etagged } from '../../http/etag.ts';
import { route, type Route } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';
import type { SourceStatus } from '../../knowledge/sources.ts';
import { visibleName } from '../../lib/visible-name.ts';

type Line = SourceStatus['problems'][number];
const lineView = ({ path, reason }: Line): Line => ({ path: visibleName(path), reason });

const sourceView = ({ problems, leftOut, ...status }: SourceStatus): SourceView => ({
  ...status,
  problems: problems.map(lineView),
  leftOut: leftOut.map(lineView),
});

export const sourceRoutes = ({ knowledge }: HttpServices): Route[] => [
  route(
    'source:read',
    {
      method: 'get',
      path: '/api/v1/sources',
      summary: 'Where documents are mirrored from, and what became of every file there',
      headers: { 'If-None-Match': 'The ETag of the list before: unchanged, it comes as 304' },
      answer: { schema: pageOf(source), meaning: 'All served folders' },
    },
    async ({ principal, request }) =>
      etagged(request, {
        items: (await knowledge.sources(principal)).map(sourceView),
        cursor: null,
      }),
  ),
];
