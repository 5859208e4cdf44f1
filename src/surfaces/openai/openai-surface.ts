import { z } from 'zod';
import { id } from '../../contracts/common.ts';
import type { Principal } from '../../domain/principal.ts';
import { Problem } from '../../domain/problem.ts';
import { IMAGES_LIMIT, JSON_LIMIT } from '../../http/json-body.ts';
import { route, type Route, type Surface } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';
import { readableBases } from '../../knowledge/rights.ts';
import { embeddingModelName, embeddingRoutes } from './embedding-routes.ts';
import { openaiProblem } from './errors.ts';
import { knowledgeCompletion, type CompletionCall } from './knowledge-completion.ts';
import { modelCompletion } from './model-completion.ts';
import { checkSupported, completionRequest } from './request.ts';

const KNOWLEDGE = 'knowledge/';

type Model = { id: string; object: 'model'; created: number; owned_by: string };

const modelNames = ({ models: chatModels, embedder }: HttpServices): string[] => [
  ...chatModels.map(({ name }) => name),
  ...(embedder ? [embeddingModelName(embedder)] : []),
];

const models = async (services: HttpServices, principal: Principal): Promise<Model[]> => {
  const bases = await readableBases(await services.tenants.open(principal.tenant), principal);
  return [
    ...bases.map((base) => ({
      id: KNOWLEDGE + base.id,
      object: 'model' as const,
      created: Math.floor(base.createdAt / 1000),
      owned_by: base.name,
    })),
    ...modelNames(services).map((name) => ({
      id: name,
      object: 'model' as const,
      created: 0,
      owned_by: 'docent',
    })),
  ];
};

const noModel = (name: string): Problem =>
  new Problem('not-found', `There is no model ${name}.`, { field: 'model' });

const complete = async (
  services: HttpServices,
  call: CompletionCall,
  name: string | undefined,
): Promise<Response> => {
  if (name === undefined) {
    throw new Problem('invalid-request', 'Name a model.', { field: 'model' });
  }
  const model = services.models.find((each) => each.name === name);
  if (!model && !name.startsWith(KNOWLEDGE)) throw noModel(name);
  checkSupported(call.body, model ? 'model' : 'knowledge');
  return model
    ? modelCompletion(model, call)
    : knowledgeCompletion(services, call, name.slice(KNOWLEDGE.length));
};

const completionRoutes = (services: HttpServices): Route[] => {
  const seesImages = services.models.some(({ vision }) => vision);
  const common = {
    method: 'post',
    summary: 'Complete a chat, streaming or not',
    body: completionRequest,
    maxBytes: seesImages ? IMAGES_LIMIT : JSON_LIMIT,
    answer: { contentType: 'application/json', meaning: 'The completion, or its chunks' },
  } as const;
  const azureQuery = z.looseObject({ 'api-version': z.string().optional() });
  return [
    ...['/v1/chat/completions', '/openai/v1/chat/completions'].map((path) =>
      route('turn:ask', { ...common, path, query: azureQuery }, (call) =>
        complete(services, call, call.body.model),
      ),
    ),
    route(
      'turn:ask',
      {
        ...common,
        path: '/openai/deployments/{deployment}/chat/completions',
        params: z.object({ deployment: z.string().max(200) }),
        query: azureQuery,
      },
      (call) => complete(services, call, call.path.deployment),
    ),
    route(
      'turn:ask',
      {
        ...common,
        path: '/openai/deployments/knowledge/{base}/chat/completions',
        params: z.object({ base: id }),
        query: azureQuery,
      },
      (call) => complete(services, call, KNOWLEDGE + call.path.base),
    ),
  ];
};

const modelRoutes = (services: HttpServices): Route[] => {
  const answer = { contentType: 'application/json', meaning: 'Models and knowledge bases' };
  const one = async (principal: Principal, name: string): Promise<Response> => {
    const found = (await models(services, principal)).find((model) => model.id === name);
    if (!found) throw noModel(name);
    return Response.json(found);
  };
  return [
    route(
      'conversation:read',
      { method: 'get', path: '/v1/models', summary: 'List models', answer },
      async ({ principal }) =>
        Response.json({ object: 'list', data: await models(services, principal) }),
    ),
    route(
      'conversation:read',
      {
        method: 'get',
        path: '/v1/models/knowledge/{base}',
        summary: 'One knowledge base as a model',
        params: z.object({ base: id }),
        answer,
      },
      ({ principal, path }) => one(principal, KNOWLEDGE + path.base),
    ),
    route(
      'conversation:read',
      {
        method: 'get',
        path: '/v1/models/{model}',
        summary: 'One model',
        params: z.object({ model: z.string().max(200) }),
        answer,
      },
      ({ principal, path }) => one(principal, path.model),
    ),
  ];
};

/** The id by which OpenAI's clients name a request is our trace id. */
const withRequestId = (row: Route): Route => ({
  ...row,
  async handle(visit, visitor) {
    const response = await row.handle(visit, visitor);
    response.headers.set('x-request-id', visit.traceId);
    return response;
  },
});

/** For any OpenAI client library, unmodified: knowledge bases and the configured models, as models. */
export const openaiSurface = (services: HttpServices): Surface => ({
  name: 'openai',
  prefixes: ['/v1/', '/openai/'],
  crossOrigin: true,
  routes: [
    ...modelRoutes(services),
    ...completionRoutes(services),
    ...embeddingRoutes(services),
  ].map(withRequestId),
  encodeProblem: openaiProblem,
});
