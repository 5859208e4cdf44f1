import { z } from 'zod';
import { problem } from '../../contracts/common.ts';
import { problemResponse } from '../../http/problem-response.ts';
import type { Route, Surface } from '../../http/route.ts';
import { schemaBook, type JsonSchema } from './schema-names.ts';

export type Parameter = {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
  schema: JsonSchema;
};
type Content = Record<string, { schema: JsonSchema }>;
export type Operation = {
  summary: string;
  operationId: string;
  tags: string[];
  'x-docent-action': string;
  security: Record<string, never[]>[];
  parameters: Parameter[];
  requestBody?: { required: true; content: Content };
  responses: Record<string, { description: string; content?: Content }>;
};
export type ApiDocument = {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, object> };
};

const description = `Questions to an organisation's own documents. Every error is a problem (RFC 9457); every
response has an \`X-Trace-ID\`. Sign in with a one-time link, or send an API key as bearer token.`;

/** The OpenAPI 3.1 document of these surfaces: from the very schemas that check the requests. */
export const apiDocument = (surfaces: readonly Surface[], version: string): ApiDocument => {
  const written = converter(surfaces.flatMap(({ routes }) => routes));
  const paths: ApiDocument['paths'] = {};
  for (const surface of surfaces) {
    for (const row of surface.routes) {
      const operation = {
        ...operationOf(row, written),
        responses: responsesOf(row, surface, written),
      };
      paths[row.path] = { ...paths[row.path], [row.method]: operation };
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Docent', version, description },
    paths,
    components: {
      schemas: written.components,
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          description: '`dk_…`, made with `docent keys create`',
        },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-docent' },
      },
    },
  };
};

const formWithFiles: JsonSchema = {
  type: 'object',
  properties: { file: { type: 'array', items: { type: 'string', format: 'binary' } } },
};

/** Requests are described as they are sent, responses as they come. */
const converter = (routes: readonly Route[]) => {
  const requests = schemaBook('input');
  const responses = schemaBook('output');
  for (const { params, query, body, answer } of routes) {
    for (const schema of [params, query, body]) if (schema) requests.add(schema);
    if (answer.schema) responses.add(answer.schema);
  }
  const asked = requests.convert();
  const answered = responses.convert();
  return { asked: asked.of, answered: answered.of, components: answered.components };
};
type Written = ReturnType<typeof converter>;

const operationOf = (row: Route, written: Written): Omit<Operation, 'responses'> => ({
  summary: row.summary,
  operationId: operationId(row),
  tags: [tagOf(row.path)],
  'x-docent-action': row.action,
  security: row.action === 'public' ? [] : [{ apiKey: [] }, { session: [] }],
  parameters: parametersOf(row, written),
  ...bodyOf(row, written),
});

/** Errors have the shape of their surface; ours has a schema. */
const responsesOf = (
  row: Route,
  { encodeProblem }: Surface,
  written: Written,
): Operation['responses'] => ({
  [String(row.answer.status ?? 200)]: {
    description: row.answer.meaning,
    ...contentOf(row, written),
  },
  default: {
    description: 'What went wrong',
    ...(encodeProblem === problemResponse
      ? { content: { 'application/problem+json': { schema: written.answered(problem) } } }
      : {}),
  },
});

const tagOf = (path: string): string => {
  const [, first = '', , third] = path.split('/');
  if (first === 'v1' || first === 'openai') return 'openai';
  return third ?? 'server';
};

/** `GET /api/v1/conversations/{id}/export` → `getConversationsIdExport` */
const operationId = ({ method, path }: Route): string =>
  method +
  path
    .replace(/^\/api\/v1/, '')
    .replaceAll(
      /[^a-zA-Z0-9]+(\w)?/g,
      (_, letter: string | undefined) => letter?.toUpperCase() ?? '',
    );

const parametersOf = ({ params, query, headers = {} }: Route, written: Written): Parameter[] => [
  ...fieldsOf(params, 'path', written),
  ...fieldsOf(query, 'query', written),
  ...Object.entries(headers).map(([name, text]) => ({
    name,
    in: 'header' as const,
    required: false,
    description: text,
    schema: { type: 'string' as const },
  })),
];

const fieldsOf = (
  schema: z.ZodType | null,
  place: 'path' | 'query',
  written: Written,
): Parameter[] => {
  if (!schema) return [];
  const { properties = {}, required = [] } = written.asked(schema);
  return Object.entries(properties).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: typeof field === 'boolean' ? {} : field,
  }));
};

const bodyOf = ({ body, multipart }: Route, written: Written): Pick<Operation, 'requestBody'> => {
  if (multipart) {
    return {
      requestBody: {
        required: true,
        content: { 'multipart/form-data': { schema: formWithFiles } },
      },
    };
  }
  if (!body) return {};
  return {
    requestBody: {
      required: true,
      content: { 'application/json': { schema: written.asked(body) } },
    },
  };
};

const contentOf = ({ answer }: Route, written: Written): { content?: Content } => {
  if (answer.schema)
    return { content: { 'application/json': { schema: written.answered(answer.schema) } } };
  if (answer.contentType === undefined) return {};
  return { content: { [answer.contentType]: { schema: { type: 'string' } } } };
};
