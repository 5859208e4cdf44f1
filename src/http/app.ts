import { Hono } from 'hono';
import { nativeSurface } from '../surfaces/native/native-surface.ts';
import { referenceSurface } from '../surfaces/reference/reference-surface.ts';
import { openaiSurface } from '../surfaces/openai/openai-surface.ts';
import { Problem, toProblem } from '../domain/problem.ts';
import { allowOrigins } from './cross-origin.ts';
import { createDispatcher, logProblem, type HttpEnvironment } from './dispatch.ts';
import { problemResponse } from './problem-response.ts';
import { methodsAt } from './methods-at.ts';
import type { Surface } from './route.ts';
import type { HttpServices } from './services.ts';
import { staticFiles } from './static-files.ts';
import { traced } from './tracing.ts';

/** The registration list: every face of the server, and the page that describes them. */
const surfaces = (services: HttpServices): Surface[] => {
  const faces = [nativeSurface(services), openaiSurface(services)];
  return [...faces, referenceSurface(faces)];
};

/** The whole server as a function from requests to responses. */
export const createApp = (services: HttpServices): Hono<HttpEnvironment> => {
  const all = surfaces(services);
  const app = new Hono<HttpEnvironment>().basePath(services.basePath);
  app.use('*', traced(services.logger));
  app.use('*', allowOrigins(all, services));

  const dispatch = createDispatcher(services);
  for (const surface of all) {
    for (const row of surface.routes)
      app.on(row.method, honoPath(row.path), dispatch(surface, row));
    for (const row of methodsAt(surface)) app.all(honoPath(row.path), dispatch(surface, row));
  }

  const page = staticFiles(services.webRoot);
  const below = (path: string): string => path.slice(services.basePath.length);
  app.get('*', async (context, next) => {
    const found = await page(below(context.req.path), context.req.raw.headers);
    return found ?? next();
  });
  app.notFound((context) => {
    const path = below(context.req.path);
    const surface = all.find(({ prefixes }) => prefixes.some((prefix) => path.startsWith(prefix)));
    const problem = new Problem('not-found', 'There is nothing at this address.');
    return (surface?.encodeProblem ?? problemResponse)(problem, context.get('traceId'));
  });
  app.onError((error, context) => {
    const problem = toProblem(error);
    logProblem({ log: context.get('log'), request: context.req.raw }, problem);
    return problemResponse(problem, context.get('traceId'));
  });
  return app;
};

/** The document's `{name}` is the router's `:name`. */
const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');
