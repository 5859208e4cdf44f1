import { z } from 'zod';
import { id } from '../../contracts/common.ts';
import { metadata, uploaded } from '../../contracts/knowledge.ts';
import { DEFAULT_BASE } from '../../domain/knowledge-base.ts';
import { takeFiles, type Fields } from '../../http/multipart.ts';
import { route, type Route, type SignedCall } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';
import { validate } from '../../http/validation.ts';
import { documentView } from './document-views.ts';
import { Problem } from '../../domain/problem.ts';

const answer = { status: 201, schema: uploaded, meaning: 'The documents, waiting to be read' };

type Target = { baseId: string } | { conversationId: string };

const lists = new Set(['tags', 'target_audience', 'career_paths', 'skills_covered']);

/** The fields of the form are the documents' metadata. A name that comes twice is a list. */
const metadataOf = (fields: Fields) =>
  validate(
    metadata,
    Object.fromEntries(
      [...fields].map(([name, values]) => {
        const [first] = values;
        return [name, values.length > 1 || lists.has(name) ? [...values] : first];
      }),
    ),
  );

const take = async (
  { knowledge }: HttpServices,
  { principal, request }: Pick<SignedCall<unknown, unknown, unknown>, 'principal' | 'request'>,
  target: Target,
): Promise<Response> => {
  const documents = await takeFiles(request, ({ name, bytes }, fields) =>
    knowledge.documents.addUpload(
      principal,
      { ...target, name, metadata: metadataOf(fields) },
      { bytes, signal: request.signal },
    ),
  );
  if (documents.length === 0) throw new Problem('invalid-request', 'The form holds no file.');
  return Response.json({ documents: documents.map(documentView) }, { status: 201 });
};

export const uploadRoutes = (services: HttpServices): Route[] => [
  route(
    'document:write',
    {
      method: 'post',
      path: '/api/v1/documents',
      summary: 'Upload documents into a base; fields of the form before the files are metadata',
      query: z.strictObject({ base: id.default(DEFAULT_BASE) }),
      multipart: true,
      answer,
    },
    (call) => take(services, call, { baseId: call.query.base }),
  ),
  route(
    'conversation:write',
    {
      method: 'post',
      path: '/api/v1/conversations/{id}/attachments',
      summary: 'Attach files to a conversation: only its owner reads them, and they go with it',
      params: z.object({ id }),
      multipart: true,
      answer,
    },
    (call) => take(services, call, { conversationId: call.path.id }),
  ),
];
