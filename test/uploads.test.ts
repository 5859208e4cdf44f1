import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { problem } from '../src/contracts/common.ts';
import { uploaded } from '../src/contracts/knowledge.ts';
import { readJson } from '../testing/read-json.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

const LIMIT = 1024 * 1024;

let server: TestServer;
let person: TestPerson;
beforeAll(async () => {
  server = await startServer({ env: { DOCENT_UPLOAD_LIMIT: String(LIMIT) } });
  person = await server.person();
});
afterAll(() => server.close());

const post = (body: NonNullable<RequestInit['body']>, headers: Record<string, string> = {}) =>
  person.fetch('/api/v1/documents', { method: 'POST', body, headers });
const form = (files: Record<string, string>, fields: [string, string][] = []): FormData => {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  for (const [name, bytes] of Object.entries(files)) body.append('file', new Blob([bytes]), name);
  return body;
};
const upload = async (files: Record<string, string>, fields: [string, string][] = []) => {
  const response = await post(form(files, fields));
  expect(response.status).toBe(201);
  return (await readJson(uploaded, response)).documents;
};
const filesIn = async (): Promise<string[]> =>
  (await readdir(server.folder, { recursive: true }))
    .filter((name) => !/\.db/.test(name))
    .toSorted();
const raw = (head: string[], body: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => (text += part));
    socket.on('error', reject).on('close', () => resolve(text));
    const lines = [
      'POST /api/v1/documents HTTP/1.1',
      'host: x',
      'connection: close',
      `authorization: Bearer ${person.key}`,
      ...head,
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
    if (body !== '') setTimeout(() => socket.end(), 300);
  });

test('several files of one form become documents, with the metadata before them', async () => {
  const documents = await upload({ 'a.md': '# A\n\nOne.', 'b.txt': 'Two.' }, [
    ['category', 'rules'],
    ['tags', 'x'],
    ['tags', 'y'],
  ]);
  expect(documents.map(({ name, state }) => [name, state])).toEqual([
    ['a.md', 'queued'],
    ['b.txt', 'queued'],
  ]);
  expect(documents[0]?.metadata).toEqual({ category: 'rules', tags: ['x', 'y'] });
});

const names = [
  '../../x.txt',
  '..\\..\\x.txt',
  '/etc/passwd',
  'C:\\x.txt',
  '%2e%2e%2fx.txt',
  '....//x.txt',
  `${'n'.repeat(4000)}.txt`,
  '\u202etxt.exe',
  'CON',
  '-rf.txt',
  '__proto__',
  '=cmd|x.txt',
  'a"; filename="b.txt',
];
test.for(names)('the name %s is a name and never a path', async (name) => {
  const before = await filesIn();
  const [document] = await upload({ [name]: `text of ${name}` });
  expect(document?.id).toMatch(/^document_[0-9a-f]{32}$/);
  expect(document?.name).not.toMatch(/[/\\\u202e]/);
  const added = (await filesIn()).filter((file) => !before.includes(file));
  for (const file of added) expect(file).toMatch(/^[\w./-]*[0-9a-f]{2}(\/[0-9a-f]+)?$/);
  const original = await person.fetch(`/api/v1/documents/${document?.id}/original`);
  expect(original.headers.get('content-disposition')).toMatch(
    /^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[\w.%!~-]*$/,
  );
  expect(await original.text()).toBe(`text of ${name}`);
});

const pages: Record<string, string> = {
  'x.html': '<script>alert(1)</script>',
  'x.svg': '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
  'x.xhtml': '<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>',
  'x.gif': 'GIF89a/*<script>alert(1)</script>*/',
  'x.pdf': '%PDF-1.4 <html><script>alert(1)</script></html>',
};
test.for(Object.entries(pages))('%s is saved, never shown as a page', async ([name, bytes]) => {
  const [document] = await upload({ [name]: bytes });
  const { headers } = await person.fetch(`/api/v1/documents/${document?.id}/original`);
  expect(headers.get('content-disposition')).toMatch(/^attachment;/);
  expect(headers.get('content-type')).toMatch(/^(application\/(octet-stream|pdf)|text\/plain)/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'none'; frame-ancestors 'none'; sandbox",
  );
});

test('any range of the original can be had, no other bytes', async () => {
  const [document] = await upload({ 'r.txt': '0123456789' });
  const range = async (wanted: string) => {
    const response = await person.fetch(`/api/v1/documents/${document?.id}/original`, {
      headers: { range: wanted },
    });
    return [
      response.status,
      response.status === 416 ? '' : await response.text(),
      response.headers.get('content-range'),
    ];
  };
  expect(await range('bytes=2-4')).toEqual([206, '234', 'bytes 2-4/10']);
  expect(await range('bytes=7-')).toEqual([206, '789', 'bytes 7-9/10']);
  expect(await range('bytes=-3')).toEqual([206, '789', 'bytes 7-9/10']);
  expect(await range('bytes=5-99')).toEqual([206, '56789', 'bytes 5-9/10']);
  expect((await range('bytes=10-11'))[0]).toBe(416);
  expect((await range('bytes=4-2'))[0]).toBe(416);
  expect((await range('bytes=0-1,3-4'))[0]).toBe(200);
  expect((await range('lines=1-2'))[0]).toBe(200);
});

test('a file over the limit is refused and leaves nothing', async () => {
  const before = await filesIn();
  const response = await post(form({ 'big.txt': 'x'.repeat(LIMIT + 1) }));
  expect(response.status).toBe(413);
  expect((await readJson(problem, response)).code).toBe('too-large');
  await upload({ 'fits.txt': 'y'.repeat(LIMIT) });
  expect((await filesIn()).length).toBe(before.length + 1);
});

test.for([
  ['JSON with a path', '{"file":{"filepath":"/etc/passwd"}}', 'application/json', 415],
  ['a plain form', 'file=%2Fetc%2Fpasswd', 'application/x-www-form-urlencoded', 415],
  ['no boundary', '--x\r\n', 'multipart/form-data', 400],
  ['nothing in it', '--x--\r\n', 'multipart/form-data; boundary=x', 400],
  [
    'a part that never ends',
    '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
    'multipart/form-data; boundary=x',
    400,
  ],
  [
    'no file',
    '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n',
    'multipart/form-data; boundary=x',
    400,
  ],
] as const)('a form with %s is refused', async ([, body, type, status]) => {
  const before = await filesIn();
  expect((await post(body, { 'content-type': type })).status).toBe(status);
  expect(await filesIn()).toEqual(before);
});

test('a long name of a field is refused', async () => {
  expect((await post(form({ 'a.txt': 'x' }, [['n'.repeat(500), 'x']]))).status).toBe(400);
});

test('too many parts, endless names and poisoned fields are refused', async () => {
  const many = new FormData();
  for (let at = 0; at < 10_000; at += 1) many.append(`f${at}`, 'x');
  expect((await post(many)).status).toBe(413);
  expect((await post(form({ 'a.txt': 'x' }, [['n'.repeat(1_000_000), 'x']]))).status).toBe(400);
  expect((await post(form({ 'a.txt': 'x' }, [['summary', 'x'.repeat(100_000)]]))).status).toBe(413);
  expect((await post(form({ 'a.txt': 'x' }, [['__proto__', 'x']]))).status).toBe(400);
  const late = form({ 'a.txt': 'x' });
  late.append('category', 'late');
  expect((await post(late)).status).toBe(400);
});

test('a connection that breaks off leaves no file behind, and lengths that lie are refused', async () => {
  const before = await filesIn();
  const start = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n';
  const type = 'content-type: multipart/form-data; boundary=x';
  await raw([type, 'content-length: 500000'], start + 'x'.repeat(100_000));
  await raw([type, 'transfer-encoding: chunked'], `fffff\r\n${start}${'x'.repeat(1000)}`);
  expect(await raw([type, 'content-length: 5', 'content-length: 9'], start)).toContain(' 400 ');
  await expect.poll(filesIn).toEqual(before);
  expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
});

test('a reader of documents may not bring any', async () => {
  const viewer = await server.person({ role: 'viewer', name: 'V' });
  const body = form({ 'a.txt': 'x' });
  expect((await viewer.fetch('/api/v1/documents', { method: 'POST', body })).status).toBe(403);
  const { id } = await viewer.json<{ id: string }>('/api/v1/conversations', { body: {} });
  const own = await viewer.fetch(`/api/v1/conversations/${id}/attachments`, {
    method: 'POST',
    body: form({ 'a.txt': 'own' }),
  });
  expect(own.status).toBe(201);
});
