import { describe, expect, test } from 'vitest';
import type { Document } from '../../src/domain/document.ts';
import { newId } from '../../src/lib/ids.ts';
import type { DocumentRegister } from '../../src/ports/document-register.ts';
import type { JobQueue } from '../../src/ports/job-queue.ts';
import { extractedText } from './document-samples.ts';

type Opened = {
  register: () => DocumentRegister;
  jobs: () => JobQueue;
  /** A document whose first job is done. */
  added: (change?: Partial<Document>) => Promise<Document>;
};

/** The part of the register that leads the reading of documents. */
export const documentReadingsConformance = ({ register, jobs, added }: Opened): void => {
  describe('documents that are read', () => {
    const request = { kinds: ['ingest-document'], leaseMs: 60_000, maxAttempts: 3 };
    const anotherJob = () => jobs().claim(request);
    const claimed = async () => {
      const job = await jobs().claim(request);
      if (!job) throw new Error('A job was expected');
      return job;
    };

    test('have one job, which knows its lane and size; trying again calls off the one before', async () => {
      const document = await added({ name: 'a.PDF' });
      await register().requeue(document.id);
      const first = await claimed();
      const { id: about, lane, bytes } = document;
      expect(first).toMatchObject({ about, lane, bytes, format: 'pdf' });
      await register().requeue(document.id);
      expect(await register().advance(document.id, first, { title: 'Late' })).toBe(false);
      expect(await register().settle(document.id, first, { state: 'ready' })).toBe(false);
      const second = await claimed();
      expect(await register().advance(document.id, second, { title: 'New' })).toBe(true);
      expect(await register().settle(document.id, second, { state: 'ready' })).toBe(true);
      expect(await register().document(document.id)).toMatchObject({
        state: 'ready',
        title: 'New',
      });
      expect(await anotherJob()).toBeNull();
      expect(await jobs().complete(second)).toBe(false);
    });

    test('are cancelled while they wait or are read, and then the job changes nothing', async () => {
      const document = await added();
      expect(await register().cancel(document.id, 'Not now')).toBe(true);
      expect(await register().document(document.id)).toMatchObject({
        state: 'cancelled',
        reason: 'Not now',
      });
      expect(await register().cancel(document.id, 'Again')).toBe(false);
      await register().requeue(document.id);
      const claim = await claimed();
      expect(await register().cancel(document.id, 'Stop')).toBe(true);
      expect(await register().advance(document.id, claim, { state: 'indexing' })).toBe(false);
      const id = newId('version');
      const { hash } = document;
      await expect(
        register().saveVersion({
          id,
          documentId: document.id,
          hash,
          extractor: 'test',
          claim,
          passages: [],
          extracted: extractedText(),
        }),
      ).rejects.toMatchObject({ code: 'conflict' });
      expect(await register().document(document.id)).toMatchObject({
        state: 'cancelled',
        versionId: null,
      });
    });

    test('are described with a job that finishes it', async () => {
      const document = await added();
      const change = { metadata: { year: 2026 }, readers: ['user:anna'] };
      expect(await register().describe(document.id, change)).toBe(true);
      expect(await register().document(document.id)).toMatchObject(change);
      const kinds = ['describe-document'];
      const job = await jobs().claim({ kinds, leaseMs: 1000, maxAttempts: 3 });
      expect(job?.payload).toEqual({ documentId: document.id });
      if (job) await jobs().complete(job);
      expect(await register().describe(newId('document'), change)).toBe(false);
    });

    test('have what came with them read by those who read them, from the start and ever after', async () => {
      const mail = await added({ readers: ['user:anna'] });
      const cameWith = (documentId: string) => ({ kind: 'attachment' as const, documentId });
      const inner = await added({ readers: ['everyone'], source: cameWith(mail.id) });
      const innermost = await added({ readers: ['everyone'], source: cameWith(inner.id) });
      const readersNow = async () =>
        [await register().document(inner.id), await register().document(innermost.id)].map(
          (document) => document?.readers,
        );
      expect(await readersNow()).toEqual([['user:anna'], ['user:anna']]);
      const readers = ['group:few'];
      await register().describe(mail.id, { readers });
      expect(await readersNow()).toEqual([readers, readers]);
      const behind = [mail, inner, innermost].map(({ id }) => ({ id, readers }));
      expect(await register().undescribed()).toEqual(expect.arrayContaining(behind));
      const kinds = ['describe-document'];
      const job = await jobs().claim({ kinds, leaseMs: 1000, maxAttempts: 3 });
      if (job) await jobs().complete(job);
      expect(await register().undescribed()).toEqual([]);
    });

    test('know what came with them, and are counted by lane', async () => {
      const lane = `${newId('base')} upload:anna`;
      const mail = await added({ lane, bytes: 10, readers: ['everyone'] });
      const source = { kind: 'attachment' as const, documentId: mail.id };
      const attached = await added({ lane, source, bytes: 5, readers: ['everyone'] });
      expect(await register().attachmentsOf(mail.id)).toEqual([attached]);
      expect(await register().attachmentsOf(attached.id)).toEqual([]);
      await register().update(attached.id, { state: 'failed' });
      const counts = (await register().laneCounts()).filter((each) => each.lane === lane);
      const readers = ['everyone'];
      expect(counts.toSorted((a, b) => a.bytes - b.bytes)).toEqual([
        { lane, state: 'failed', readers, documents: 1, bytes: 5 },
        { lane, state: 'queued', readers, documents: 1, bytes: 10 },
      ]);
      expect(await anotherJob()).toBeNull();
    });
  });
};
