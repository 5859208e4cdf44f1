import { afterEach, expect, test } from 'vitest';
import { extractedText } from '../../testing/conformance/document-samples.ts';
import { quietLogger } from '../../testing/fakes/quiet-logger.ts';
import { openIngesting } from '../../testing/fixtures/ingesting.ts';
import { DEFAULT_TENANT } from '../domain/tenant.ts';
import type { ExtractionResult, Extractor } from '../ports/extractor.ts';
import { createPictureWatch } from './recognise-pictures.ts';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

/** Recognises letters once its data is there. */
const installable = () => {
  let installed = false;
  let read = 0;
  const extract = async (): Promise<ExtractionResult> => {
    read += 1;
    if (!installed)
      return { outcome: 'needs-ocr', mediaType: 'image/png', reason: 'It is a picture.' };
    const extracted = extractedText({ whole: true, warnings: [] });
    const mediaType = 'image/png';
    return { outcome: 'extracted', format: 'image', mediaType, extracted, attachments: [] };
  };
  const extractor: Extractor = {
    get version() {
      return installed ? 'with' : 'without';
    },
    get recognises() {
      return installed;
    },
    extract,
    close: async () => undefined,
  };
  return { extractor, install: () => (installed = true), timesRead: () => read };
};

test('a picture is read again, once, when its letters can be recognised', async () => {
  const { extractor, install, timesRead } = installable();
  const system = await openIngesting({ extractor });
  opened.push(system);
  const { id } = await system.add('scan.png', 'bytes of a picture');
  expect(await system.settled(id)).toMatchObject({ state: 'needs-ocr' });
  const woken: string[] = [];
  const watch = createPictureWatch({
    tenants: system.tenants,
    tenantIds: async () => [DEFAULT_TENANT],
    extractor,
    wake: (tenant) => {
      woken.push(tenant);
      system.worker.wake(tenant);
    },
    logger: quietLogger,
  });
  await watch.look();
  expect(woken).toEqual([]);
  install();
  await watch.look();
  await watch.look();
  expect(woken).toEqual([DEFAULT_TENANT]);
  expect(await system.settled(id)).toMatchObject({ state: 'ready' });
  expect(timesRead()).toBe(2);
});
