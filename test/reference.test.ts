import { afterAll, beforeAll, expect, test } from 'vitest';
import { routeTable } from '../testing/route-table.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const refsIn = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref ?? '');

test('the document is whole: every reference leads somewhere, every operation has its own name', async () => {
  const { rows, document } = await routeTable(server.url);
  expect(document.openapi).toBe('3.1.0');
  const names = new Set(Object.keys(document.components.schemas));
  const refs = refsIn(document);
  expect(refs.length).toBeGreaterThan(50);
  expect(refs.filter((ref) => !names.has(ref.replace('#/components/schemas/', '')))).toEqual([]);
  const ids = rows.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { path, operation } of rows) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const described = operation.parameters
      .filter((each) => each.in === 'path')
      .map(({ name }) => name);
    expect(described).toEqual(inPath);
  }
});

test('what is there is described: nothing else answers, all of that does', async () => {
  const { rows } = await routeTable(server.url);
  const person = await server.person();
  for (const row of rows) {
    const response = await person.fetch(row.at('x'), { method: row.method, redirect: 'manual' });
    const said = await response.text();
    expect({ at: row.path, isUnknown: said.includes('nothing at this address') }).toEqual({
      at: row.path,
      isUnknown: false,
    });
  }
});

test('the page for people has every operation, and nothing inline or from elsewhere', async () => {
  const { rows } = await routeTable(server.url);
  const html = await (await fetch(`${server.url}/docs`)).text();
  for (const { path, operation } of rows) {
    expect(html).toContain(`<code>${path}</code>`);
    expect(html).toContain(`id="${operation.operationId}"`);
  }
  expect(html).not.toMatch(/<script(?![^>]*\ssrc="docs\/)/);
  expect(html).not.toMatch(/\son\w+=|\sstyle=|<style|https?:\/\/(?!docent)/);
  for (const path of ['reference.css', 'reference.js']) {
    expect((await fetch(`${server.url}/docs/${path}`)).status).toBe(200);
  }
});

test('there is nothing of any tenant in it', async () => {
  const tenant = await server.person({ tenant: 'canary-tenant', name: 'canary-name' });
  await tenant.json('/api/v1/bases', { body: { name: 'canary-base' } });
  for (const path of ['/openapi.json', '/docs', '/health/ready']) {
    expect(await (await fetch(server.url + path)).text()).not.toContain('canary');
  }
});
