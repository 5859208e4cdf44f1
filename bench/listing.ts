import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openFolder, temporaryFolder } from '../testing/conformance/embedded-folder.ts';
import { documentOf } from '../testing/conformance/document-samples.ts';
import { documentRow } from '../src/adapters/sql/document-rows.ts';
import type { DocumentQuery } from '../src/ports/document-register.ts';
import { median, report } from './lib/figures.ts';
import { seeded } from './lib/random.ts';

const DOCUMENTS = 100_000;
const BASES = 5;
const PAGE = 50;
const BUDGET_MS = 50;

const bases = Array.from({ length: BASES }, (_, at) => `base-${at}`);
/** A small one, beside large ones. */
const SMALL = 'base-small';

/** Written past the register, which would make each of the documents durable by itself. */
const fill = (path: string): void => {
  const database = new DatabaseSync(path);
  const random = seeded(7);
  const word = () => Math.floor(random() * 30_000).toString(36);
  database.exec('pragma synchronous = off; begin');
  const addBase = database.prepare(
    `insert into bases (id, name, description, "conversationId", readers, "createdAt")
     values (?, ?, '', null, '["everyone"]', 0)`,
  );
  for (const id of [...bases, SMALL]) addBase.run(id, id);
  for (let at = 0; at < DOCUMENTS; at += 1) {
    const row = documentRow(
      documentOf({
        baseId: at % 1000 === 0 ? SMALL : (bases[at % BASES] ?? ''),
        name: `Report ${word()} ${word()}.pdf`,
        title: `Über ${word()} and ${word()}`,
        state: at % 2000 === 1 ? 'failed' : 'ready',
        metadata: { document_type: `kind ${at % 20}`, tags: [word(), word()], year: at % 50 },
        // The newest are for few.
        readers: at > DOCUMENTS * 0.9 ? ['group:board'] : ['everyone', 'group:board'],
        createdAt: at,
        updatedAt: DOCUMENTS - at,
      }),
    );
    const names = Object.keys(row);
    database
      .prepare(
        `insert into documents ("${names.join('", "')}") values (${names.map(() => '?').join(', ')})`,
      )
      .run(...Object.values(row));
  }
  database.exec('commit');
  database.close();
};

const readers = ['everyone', 'user:anna'];
const shared = { baseIds: bases, readers, limit: PAGE };
const cases: Record<string, DocumentQuery> = {
  'all, newest first': shared,
  'all, by name': { ...shared, order: 'name' },
  'all, changed last': { ...shared, order: 'changed' },
  'one base': { ...shared, baseIds: ['base-1'] },
  'one base, by name': { ...shared, baseIds: ['base-1'], order: 'name' },
  'a small base, by name': { ...shared, baseIds: [SMALL], order: 'name' },
  'a word that few have': { ...shared, words: 'a1b' },
  'a word that all have': { ...shared, words: 'report' },
  'one letter': { ...shared, words: 'u' },
  'a sign': { ...shared, words: '§' },
  'two words': { ...shared, words: 'report 1f' },
  'metadata of a twentieth': { ...shared, filter: { document_type: ['kind 3'] } },
  'metadata and a word': { ...shared, words: 'uber', filter: { year: ['7', '8'] } },
  'failed ones': { ...shared, state: 'failed' },
  'nothing readable': { ...shared, readers: ['user:nobody'] },
};

/** A page of 100,000 documents, as the page of documents asks for it. */
export const run = async (): Promise<void> => {
  const folder = await temporaryFolder();
  const path = join(folder.path, 'tenants', 'default', 'tenant.db');
  const made = await openFolder(folder.path);
  await made.close();
  const began = performance.now();
  fill(path);
  const each = ((performance.now() - began) * 1000) / DOCUMENTS;
  report({ name: 'writing a document’s row', figure: `${each.toFixed(0)} µs` });
  const stores = await openFolder(folder.path);
  const { documents } = await stores.tenants.open('default');
  for (const [name, query] of Object.entries(cases)) {
    const times: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      const start = performance.now();
      await documents.documents(query);
      times.push(performance.now() - start);
    }
    const start = performance.now();
    const count = await documents.countFound(query);
    const counting = performance.now() - start;
    report({
      name,
      figure: `${median(times).toFixed(1)} ms`,
      budget: { text: `${BUDGET_MS} ms`, met: median(times) <= BUDGET_MS },
      reference: `${count} found, counted in ${counting.toFixed(1)} ms`,
    });
  }
  await stores.close();
  await folder.remove();
};
