import type { Role } from '../src/domain/principal.ts';
import { DEFAULT_TENANT } from '../src/domain/tenant.ts';
import type { TestServer } from './start-server.ts';

export type TestSession = {
  cookie: string;
  /** As the browser sends it: with the cookie, from our own page. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
};

/** Somebody who signed in with a one-time link, as the page does. */
export const signIn = async (
  { url, docent }: Pick<TestServer, 'url' | 'docent'>,
  who: { tenant?: string; name?: string; role?: Exclude<Role, 'operator'> } = {},
): Promise<TestSession> => {
  const { token } = await docent.access.signInLink({ tenant: DEFAULT_TENANT, ...who });
  const response = await fetch(`${url}/api/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ token }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  const cookie = (response.headers.getSetCookie()[0] ?? '').split(';', 1)[0] ?? '';
  return {
    cookie,
    fetch: (path, init = {}) => {
      const headers = new Headers(init.headers);
      headers.set('cookie', cookie);
      if (!headers.has('origin')) headers.set('origin', url);
      return fetch(url + path, { ...init, headers });
    },
  };
};
