import { expect, onTestFinished, test } from 'vitest';
import { anna, ben, openIngesting, sharedExtractor } from '../../testing/fixtures/ingesting.ts';
import type { Document } from '../domain/document.ts';

const mail = [
  'From: Anna <anna@example.org>',
  'To: Ben <ben@example.org>',
  'Subject: The plan',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="b"',
  '',
  '--b',
  'Content-Type: text/plain',
  '',
  'The plan is attached.',
  '--b',
  'Content-Type: text/plain; name="plan.txt"',
  'Content-Disposition: attachment; filename="plan.txt"',
  '',
  'The plan says kingfisher.',
  '--b--',
  '',
].join('\r\n');

/** A system that reads mails only when told to. */
const openWaiting = async () => {
  const begun = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const system = await openIngesting({
    extractor: {
      ...sharedExtractor,
      async extract(request) {
        if (request.name.endsWith('.eml')) {
          begun.resolve();
          await goOn.promise;
        }
        return sharedExtractor.extract(request);
      },
    },
  });
  onTestFinished(() => system.close());
  return { ...system, begun: begun.promise, goOn: goOn.resolve };
};

const onlyAttached = async (
  { stores, settled }: Pick<Awaited<ReturnType<typeof openIngesting>>, 'stores' | 'settled'>,
  { id }: Document,
): Promise<Document> => {
  await settled(id);
  const [attached] = await stores.documents.attachmentsOf(id);
  if (!attached) throw new Error('nothing is attached');
  return settled(attached.id);
};

test('what a mail carries has the readers that the mail has when it was read, not those before', async () => {
  const system = await openWaiting();
  const document = await system.upload('plan.eml', mail);
  await system.begun;
  await system.knowledge.describe(anna, document.id, { readers: ['user:anna'] });
  system.goOn();
  expect((await onlyAttached(system, document)).readers).toEqual(['user:anna']);
  expect((await system.search('kingfisher', ben)).passages).toEqual([]);
  expect((await system.search('kingfisher')).passages).toHaveLength(1);
});

test('nobody but the mail says who reads what it carries', async () => {
  const system = await openWaiting();
  system.goOn();
  const document = await system.upload('plan.eml', mail);
  const { id } = await onlyAttached(system, document);
  await expect(
    system.knowledge.describe(anna, id, { readers: ['user:anna'] }),
  ).rejects.toMatchObject({ code: 'invalid-request', field: 'readers' });
  await system.knowledge.describe(anna, document.id, { readers: ['user:anna'] });
  await expect(system.knowledge.documents.get(ben, id)).rejects.toMatchObject({
    code: 'not-found',
  });
});
