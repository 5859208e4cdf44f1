import { z } from 'zod';
import { id } from '../../contracts/common.ts';
import { why, type WhyView } from '../../contracts/retrieval.ts';
import type { Why } from '../../conversations/why.ts';
import { shownPlace } from '../../domain/passage.ts';
import { route, type Route } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';

const whyView = (messageId: string, found: Why): WhyView => ({
  messageId,
  ...found,
  filter: Object.fromEntries(
    Object.entries(found.filter).map(([name, values]) => [name, [...values]]),
  ),
  candidates: found.candidates.map((candidate) => ({
    ...candidate,
    place: shownPlace(candidate),
    evidence: candidate.evidence && {
      ...candidate.evidence,
      fusedRank: candidate.evidence.fusedRank ?? null,
    },
  })),
});

export const whyRoutes = ({ conversations }: HttpServices): Route[] => [
  route(
    'conversation:read',
    {
      method: 'get',
      path: '/api/v1/messages/{id}/why',
      summary: 'Why an answer has its sources: what was searched, what came up, what was left out',
      params: z.object({ id }),
      answer: { schema: why, meaning: 'How its passages were found' },
    },
    async ({ principal, path }) =>
      Response.json(whyView(path.id, await conversations.why(principal, path.id))),
  ),
];
