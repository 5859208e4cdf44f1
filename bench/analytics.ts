import { randomBytes } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { acceptanceOf, outcomeOf, sourceOf } from '../testing/conformance/conversation-samples.ts';
import { openFolder, temporaryFolder } from '../testing/conformance/embedded-folder.ts';
import type { Principal } from '../src/domain/principal.ts';
import { bootstrapMean } from '../src/knowledge/evaluation/bootstrap.ts';
import { analyticsFunctions } from '../src/knowledge/analytics.ts';
import { newId } from '../src/lib/ids.ts';
import { seeded } from './lib/random.ts';

const ANSWERS = 50_000;
const DOCUMENTS = 2_000;
const DAY_MS = 86_400_000;
const BATCH = 200;

const administrator: Principal = {
  tenant: 'default',
  id: 'anna',
  kind: 'user',
  name: 'Anna',
  role: 'administrator',
  groups: [],
  scopes: ['admin', 'knowledge:read'],
};

const documentsOf = async (documents: Awaited<ReturnType<typeof openStores>>['documents']) => {
  const ids = Array.from({ length: DOCUMENTS }, () => newId('document'));
  for (const [at, id] of ids.entries())
    await documents.add({
      id,
      baseId: 'default',
      lane: '',
      name: `${at}.txt`,
      title: `Document ${at}`,
      mediaType: 'text/plain',
      format: 'text',
      bytes: 1,
      hash: id,
      versionId: null,
      language: 'en',
      state: 'ready',
      reason: null,
      pages: null,
      passages: 0,
      warnings: [],
      metadata: {},
      readers: ['everyone'],
      source: { kind: 'upload' },
      createdAt: at,
      updatedAt: at,
    });
  return ids;
};

const openStores = async (folder: string) => {
  const opened = await openFolder(folder);
  return { ...(await opened.tenants.open('default')), opened };
};

/** A question and its answer with eight passages, a citation or two, and now and then no answer or a complaint. */
const askOnce = async (
  { conversations }: Awaited<ReturnType<typeof openStores>>,
  documentIds: readonly string[],
  random: () => number,
): Promise<void> => {
  const word = () => randomBytes(3).toString('hex');
  const text = `How does the ${word()} of ${word()} work in ${word()}?`;
  const acceptance = acceptanceOf({ ownerId: `person-${Math.floor(random() * 200)}`, text });
  const createdAt = Date.now() - Math.floor(random() * 60 * DAY_MS);
  acceptance.assistantMessage.createdAt = createdAt;
  await conversations.accept({ ...acceptance, turn: { ...acceptance.turn, createdAt } });
  const abstained = random() < 0.05;
  const cited = documentIds[Math.floor(random() ** 2 * documentIds.length * 0.8)] ?? '';
  const source = { ...sourceOf('v'), text: 'Keep it at 60 degrees. '.repeat(40) };
  await conversations.finish(
    acceptance.turn.id,
    outcomeOf('It works as follows. '.repeat(20), {
      abstained,
      sources: Array.from({ length: 8 }, () => source),
      citations: abstained
        ? []
        : [
            {
              ...source,
              kind: 'placed',
              id: newId('citation'),
              offset: 3,
              passageNumber: 1,
              documentId: cited,
              quote: 'Keep it',
            },
          ],
      asked: { question: text, baseIds: ['default'] },
    }),
  );
  if (random() < 0.02)
    await conversations.setFeedback(acceptance.assistantMessage.id, acceptance.turn.principalId, [
      'negative',
    ]);
};

/** The page of a base's administrators over 100,000 messages; the intervals of an evaluation. */
export const run = async (): Promise<void> => {
  const folder = await temporaryFolder();
  const stores = await openStores(folder.path);
  try {
    const random = seeded(7);
    const documentIds = await documentsOf(stores.documents);
    for (let done = 0; done < ANSWERS; done += BATCH)
      await Promise.all(Array.from({ length: BATCH }, () => askOnce(stores, documentIds, random)));
    const { useOf } = analyticsFunctions({ tenants: stores.opened.tenants });
    for (const days of [7, 30, 365]) {
      await useOf(administrator, 'default', days);
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      const times: number[] = [];
      for (let round = 0; round < 7; round += 1) {
        const since = performance.now();
        await useOf(administrator, 'default', days);
        times.push(performance.now() - since);
      }
      delay.disable();
      const median = times.toSorted((one, other) => one - other)[3] ?? 0;
      console.log(
        `analytics of ${days} days over ${ANSWERS * 2} messages: ${median.toFixed(0)} ms, event loop p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms`,
      );
    }
    const values = Array.from({ length: 1_000 }, () => Number(random() < 0.7));
    const since = performance.now();
    await bootstrapMean(values);
    console.log(`one interval over 1,000 questions: ${(performance.now() - since).toFixed(0)} ms`);
  } finally {
    await stores.opened.close();
    await folder.remove();
  }
};
