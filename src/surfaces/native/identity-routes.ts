import { z } from 'zod';
import { SESSION_SECONDS } from '../../access/access.ts';
import { sessionCookie } from '../../access/session-cookie.ts';
import { id } from '../../contracts/common.ts';
import {
  createdKey,
  key,
  keyRequest,
  me,
  preferences,
  signInRequest,
  type KeyView,
} from '../../contracts/identity.ts';
import type { Principal } from '../../domain/principal.ts';
import { publicRoute, route, type Route } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';
import type { ApiKey } from '../../ports/account-store.ts';

const meView = ({ id, name, tenant, role }: Principal, { answers }: HttpServices) => ({
  id,
  name,
  tenant,
  role,
  answers,
});

const keyView = ({
  id,
  name,
  role,
  scopes,
  createdAt,
  lastUsedAt,
  revokedAt,
}: ApiKey): KeyView => ({
  id,
  name,
  role,
  scopes,
  createdAt,
  lastUsedAt,
  revokedAt,
});

const signing = (services: HttpServices): Route[] => [
  publicRoute(
    {
      method: 'post',
      path: '/api/v1/sign-in',
      summary: 'Trade the token of a one-time link for a session',
      body: signInRequest,
      answer: { schema: me, meaning: 'Who you are; the session comes as a cookie' },
    },
    async ({ body, request, peer }) => {
      const { headers } = request;
      const { token, principal } = await services.access.redeem(body.token, { headers, peer });
      return Response.json(meView(principal, services), {
        headers: { 'set-cookie': sessionCookie(token, peer, SESSION_SECONDS) },
      });
    },
  ),
  route(
    'self:read',
    {
      method: 'post',
      path: '/api/v1/sign-out',
      summary: 'End this session',
      answer: { status: 204, meaning: 'Done' },
    },
    async ({ identity, peer }) => {
      await services.access.signOut(identity);
      const headers = {
        'set-cookie': sessionCookie('', peer, 0),
        'clear-site-data': '"cache", "storage"',
      };
      return new Response(null, { status: 204, headers });
    },
  ),
];

const own = (services: HttpServices): Route[] => {
  const { access } = services;
  return [
    route(
      'self:read',
      {
        method: 'get',
        path: '/api/v1/me',
        summary: 'Who you are, and who answers',
        answer: { schema: me, meaning: 'You' },
      },
      ({ principal }) => Response.json(meView(principal, services)),
    ),
    route(
      'self:read',
      {
        method: 'get',
        path: '/api/v1/me/preferences',
        summary: 'Your settings',
        answer: { schema: preferences, meaning: 'With what was never set at its default' },
      },
      async ({ principal }) => {
        const kept = preferences.safeParse(await access.preferences.read(principal));
        return Response.json(kept.success ? kept.data : preferences.parse({}));
      },
    ),
    route(
      'self:write',
      {
        method: 'put',
        path: '/api/v1/me/preferences',
        summary: 'Keep your settings',
        body: preferences,
        answer: { schema: preferences, meaning: 'As they are kept' },
      },
      async ({ principal, body }) => {
        await access.preferences.save(principal, body);
        return Response.json(body);
      },
    ),
  ];
};

const keys = ({ access }: HttpServices): Route[] => [
  route(
    'key:manage',
    {
      method: 'get',
      path: '/api/v1/keys',
      summary: 'List API keys: your own, as administrator all',
      answer: { schema: z.object({ items: z.array(key) }), meaning: 'Without their secrets' },
    },
    async ({ principal }) =>
      Response.json({ items: (await access.keys.visible(principal)).map(keyView) }),
  ),
  route(
    'key:manage',
    {
      method: 'post',
      path: '/api/v1/keys',
      summary: 'Make an API key; it is shown this once',
      body: keyRequest,
      answer: { status: 201, schema: createdKey, meaning: 'The key' },
    },
    async ({ principal, body }) => {
      const made = await access.keys.add(principal, body);
      return Response.json({ ...keyView(made.key), key: made.text }, { status: 201 });
    },
  ),
  route(
    'key:manage',
    {
      method: 'delete',
      path: '/api/v1/keys/{id}',
      summary: 'Revoke an API key, at once',
      params: z.object({ id }),
      answer: { status: 204, meaning: 'Done' },
    },
    async ({ principal, path }) => {
      await access.keys.revoke(principal, path.id);
      return new Response(null, { status: 204 });
    },
  ),
];

export const identityRoutes = (services: HttpServices): Route[] => [
  ...signing(services),
  ...own(services),
  ...keys(services),
];
