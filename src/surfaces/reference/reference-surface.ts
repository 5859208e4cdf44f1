import { problemResponse } from '../../http/problem-response.ts';
import { publicRoute, type Surface } from '../../http/route.ts';
import { apiDocument, type ApiDocument } from './document.ts';
import { referencePage, referenceScript, referenceStyle } from './page.ts';

const text = (body: string, contentType: string): Response =>
  new Response(body, { headers: { 'content-type': contentType, 'cache-control': 'no-cache' } });

const VERSION = '1';

/** The API about itself, for programs and for people. There is no tenant's data in it. */
export const referenceSurface = (described: readonly Surface[]): Surface => {
  let made: ApiDocument | null = null;
  const document = () => (made ??= apiDocument([...described, reference], VERSION));
  const reference: Surface = {
    name: 'reference',
    prefixes: ['/docs', '/openapi.json'],
    crossOrigin: false,
    encodeProblem: problemResponse,
    routes: [
      publicRoute(
        {
          method: 'get',
          path: '/openapi.json',
          summary: 'This API as OpenAPI 3.1',
          answer: { contentType: 'application/json', meaning: 'The document' },
        },
        () => text(JSON.stringify(document()), 'application/json'),
      ),
      publicRoute(
        {
          method: 'get',
          path: '/docs',
          summary: 'The reference for people',
          answer: { contentType: 'text/html', meaning: 'A page' },
        },
        async () => text(String(await referencePage(document())), 'text/html; charset=utf-8'),
      ),
      publicRoute(
        {
          method: 'get',
          path: '/docs/reference.css',
          summary: 'How it looks',
          answer: { contentType: 'text/css', meaning: 'A style sheet' },
        },
        () => text(referenceStyle, 'text/css; charset=utf-8'),
      ),
      publicRoute(
        {
          method: 'get',
          path: '/docs/reference.js',
          summary: 'How it is searched',
          answer: { contentType: 'text/javascript', meaning: 'A script' },
        },
        () => text(referenceScript, 'text/javascript; charset=utf-8'),
      ),
    ],
  };
  return reference;
};
