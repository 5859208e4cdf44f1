import { expect, test } from 'vitest';
import { parseProxies, peerOf, type Peer } from './peer.ts';
import { checkWayIsPrivate, sessionCookie, sessionToken } from './session-cookie.ts';
import { mayDo, policy, type Action } from './policy.ts';
import { OPERATOR } from './identity.ts';
import { rateLimiter } from './rate-limiter.ts';
import { isSecretOf, newApiKey, readApiKey } from './api-key.ts';

const peer = (over: Partial<Extract<Peer, { via: 'network' }>>): Peer => ({
  via: 'network',
  address: '192.0.2.1',
  loopback: false,
  secure: false,
  ...over,
});
const headers = new Headers({
  'x-forwarded-for': '198.51.100.7, 10.0.0.9',
  'x-forwarded-proto': 'https',
});

test('forwarding headers count only when a trusted proxy sends them', () => {
  const from = (remoteAddress: string, trusted: string[]) =>
    peerOf({ remoteAddress, encrypted: false }, headers, parseProxies(trusted));
  expect(from('10.0.0.8', [])).toMatchObject({ address: '10.0.0.8', secure: false });
  expect(from('10.0.0.8', ['10.0.0.0/8'])).toMatchObject({ address: '198.51.100.7', secure: true });
  expect(from('::ffff:10.0.0.8', ['10.0.0.8'])).toMatchObject({ address: '10.0.0.9' });
  expect(from('203.0.113.5', ['10.0.0.0/8'])).toMatchObject({ address: '203.0.113.5' });
});

test('all addresses of one IPv6 network are one peer', () => {
  const from = (remoteAddress: string) =>
    peerOf({ remoteAddress, encrypted: true }, new Headers(), []);
  expect(from('2001:db8:1:2:3::4')).toEqual(from('2001:db8:1:2:ffff::1'));
  expect(from('2001:db8:1:2::4')).not.toEqual(from('2001:db8:1:3::4'));
  expect(from('::1')).toMatchObject({ loopback: true });
});

test('a proxy that is not an address stops the start', () => {
  expect(() => parseProxies(['proxy.example'])).toThrow('proxy.example');
});

test('over TLS the cookie is bound to its host, and the other one is not read', () => {
  const secure = peer({ secure: true });
  expect(sessionCookie('t', secure, 5)).toBe(
    '__Host-docent=t; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=5',
  );
  const sent = new Headers({ cookie: 'docent=weak; __Host-docent=strong' });
  expect(sessionToken(sent, secure)).toBe('strong');
  expect(sessionToken(sent, peer({ loopback: true }))).toBe('weak');
});

test('nobody signs in in the clear from another machine', () => {
  expect(() => checkWayIsPrivate(peer({}))).toThrow('https');
  checkWayIsPrivate(peer({ loopback: true }));
  checkWayIsPrivate(peer({ secure: true }));
});

test('a role does what lower roles do, and a key only what it was given', () => {
  const actions = Object.keys(policy) as Action[];
  const may = (over: object) =>
    actions.filter((action) => mayDo({ ...OPERATOR, kind: 'user', ...over }, action));
  const viewer = may({ role: 'viewer', scopes: ['ask', 'knowledge:read'] });
  const member = may({ role: 'member', scopes: ['ask', 'knowledge:read', 'knowledge:write'] });
  expect(viewer).not.toContain('document:write');
  expect(member).toEqual(expect.arrayContaining([...viewer, 'document:write', 'key:manage']));
  expect(member).not.toContain('base:write');
  expect(may({})).toEqual(actions);
  const key = may({ role: 'administrator', kind: 'service', scopes: ['ask'] });
  expect(key).toEqual(['self:read', 'conversation:read', 'conversation:write', 'turn:ask']);
});

test('a key is known by its id and believed by its hash', () => {
  const made = newApiKey();
  const read = readApiKey(made.text);
  expect(read?.id).toBe(made.id);
  expect(isSecretOf(made.hash, read?.secret ?? '')).toBe(true);
  expect(isSecretOf(made.hash, `${read?.secret.slice(0, -1)}!`)).toBe(false);
  expect(isSecretOf(undefined, '')).toBe(false);
  expect(readApiKey(`${made.text}x`)).toBeNull();
});

test('an allowance is used up, key by key, and a flood of keys is forgotten', () => {
  const limiter = rateLimiter({ limit: 2, windowMs: 60_000, maxKeys: 3 });
  expect([1, 2, 3].map(() => limiter.take('anna').allowed)).toEqual([true, true, false]);
  expect(limiter.peek('ben').remaining).toBe(2);
  for (const key of ['c', 'd', 'e']) limiter.take(key);
  expect(limiter.peek('anna').allowed).toBe(true);
});
