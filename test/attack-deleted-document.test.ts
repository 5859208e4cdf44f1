import { afterAll, beforeAll, expect, test } from 'vitest';
import { why } from '../src/contracts/retrieval.ts';
import { ofType } from '../testing/read-chunks.ts';
import { readJson } from '../testing/read-json.ts';
import { uploadReady } from '../testing/ready-documents.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';

/** A deleted document lives on in the answers that hold it, for those who hold them, and nowhere else. */
let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

test('what nearly came up is gone with its document, also when an answer of somebody else keeps its text', async () => {
  const admin = await server.person();
  const member = await server.person({ role: 'member' });
  for (let number = 1; number <= 12; number += 1)
    await uploadReady(admin, {
      name: `office-${number}.md`,
      text: `Rule about leave: employees of office number ${number} have ${number + 20} days of leave.`,
    });
  const chunks = await member.ask('How many days of leave do employees have?');
  const { messageId } = ofType(chunks, 'start')[0]!;
  const path = `/api/v1/messages/${messageId}/why`;
  const { candidates } = await readJson(why, await member.fetch(path));
  const leftOut = candidates.find(({ number }) => number === null);
  const office = /office number \d+/u.exec(leftOut?.excerpt ?? '')?.[0];
  expect(office).toBeDefined();
  const told = JSON.stringify(await admin.ask(`What is the rule for ${office}?`));
  expect(told).toContain(leftOut?.versionId);

  const removed = await admin.fetch(`/api/v1/documents/${leftOut?.documentId}`, {
    method: 'DELETE',
  });
  expect(removed.status).toBe(204);
  const after = await readJson(why, await member.fetch(path));
  expect(after.withheld).toBe(1);
  expect(JSON.stringify(after)).not.toContain(leftOut?.documentId);
  const text = `/api/v1/versions/${leftOut?.versionId}/text`;
  expect((await member.fetch(text)).status).toBe(404);
  expect((await admin.fetch(text)).status).toBe(200);
});
