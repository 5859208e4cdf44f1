import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role, Scope } from '../src/domain/principal.ts';
import { DEFAULT_TENANT } from '../src/domain/tenant.ts';
import { compose, type Docent } from '../src/compose.ts';
import { newId } from '../src/lib/ids.ts';
import { loadSettings } from '../src/settings/load.ts';
import { readChunks, type Chunk } from './read-chunks.ts';

export type TestServer = {
  url: string;
  folder: string;
  docent: Docent;
  /** Lines that the server has logged. */
  log: string[];
  /** Somebody with an account and a key of their own. A tenant that is not there is made. */
  person(who?: {
    tenant?: string;
    role?: Exclude<Role, 'operator'>;
    name?: string;
  }): Promise<TestPerson>;
  close(): Promise<void>;
};

export type TestPerson = {
  id: string;
  tenant: string;
  key: string;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Sends and reads JSON; any other status than 2xx throws. */
  json<Body>(path: string, init?: { method?: string; body?: unknown }): Promise<Body>;
  /** Starts a turn in a conversation, a new one when left out, and reads it to its end. */
  ask(
    text: string,
    into?: { conversationId?: string; headers?: Record<string, string> },
  ): Promise<Chunk[]>;
};

export type ServerOptions = {
  env?: Record<string, string>;
  /** A data folder that stays; otherwise one is made and removed. */
  folder?: string;
  /** Documents to serve, as `docent serve DIR…`. */
  serves?: string[];
};

const scopesFor: Record<Exclude<Role, 'operator'>, Scope[]> = {
  viewer: ['ask', 'knowledge:read'],
  member: ['ask', 'knowledge:read', 'knowledge:write'],
  administrator: ['ask', 'knowledge:read', 'knowledge:write', 'admin'],
};

/** A whole server on a free port with its own data folder: what `docent serve` starts. */
export const startServer = async (options: ServerOptions = {}): Promise<TestServer> => {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'docent-test-')));
  const loaded = loadSettings({
    flags: { data: folder, port: '0' },
    environment: { DOCENT_LOG_LEVEL: 'info', ...options.env },
    readFile: () => null,
  });
  if (!loaded.settings) throw new Error(JSON.stringify(loaded.mistakes, null, 2));
  const log: string[] = [];
  const docent = await compose(loaded.settings, {
    log: { write: (line: string) => log.push(line) },
  });
  await docent.start({ folders: options.serves ?? [] });
  const { url } = await docent.listen();
  return {
    url,
    folder,
    docent,
    log,
    person: (who = {}) => newPerson({ url, docent }, who),
    close: async () => {
      await docent.close();
      if (!options.folder) await rm(folder, { recursive: true, force: true });
    },
  };
};

const newPerson = async (
  { url, docent: { accounts, access } }: Pick<TestServer, 'url' | 'docent'>,
  {
    tenant = DEFAULT_TENANT,
    role = 'administrator',
    name = 'Test',
  }: NonNullable<Parameters<TestServer['person']>[0]>,
): Promise<TestPerson> => {
  const known = await accounts.tenants();
  if (!known.some(({ id }) => id === tenant))
    await accounts.addTenant({ id: tenant, name: tenant });
  const account = {
    id: newId('usr'),
    tenant,
    name,
    role,
    groups: [],
    disabled: false,
    createdAt: Date.now(),
  };
  await accounts.addAccount(account);
  const scopes = scopesFor[role];
  const made = await access.keys.add(
    { tenant, id: account.id, kind: 'user', name, role, groups: [], scopes },
    { name, role, scopes },
  );
  const send = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${made.text}`);
    return fetch(url + path, { ...init, headers });
  };
  const json = async <Body>(
    path: string,
    { method, body }: { method?: string; body?: unknown } = {},
  ) => {
    const response = await send(path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    return (text === '' ? null : JSON.parse(text)) as Body;
  };
  return {
    id: made.key.id,
    tenant,
    key: made.text,
    fetch: send,
    json,
    async ask(text, { conversationId, headers } = {}) {
      const id =
        conversationId ?? (await json<{ id: string }>('/api/v1/conversations', { body: {} })).id;
      const response = await send(`/api/v1/conversations/${id}/turns`, {
        method: 'POST',
        body: JSON.stringify({ text }),
        headers: { 'content-type': 'application/json', ...headers },
      });
      if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
      return Array.fromAsync(readChunks(response));
    },
  };
};
