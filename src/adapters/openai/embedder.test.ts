import { describe, expect, test } from 'vitest';
import {
  embedderConformance,
  type OpenEmbedder,
  vectorOf,
} from '../../../testing/conformance/embedder.ts';
import { startFakeUpstream } from '../../../testing/fake-upstream.ts';
import { FAKE_DIMENSIONS } from '../../../testing/fake-upstream/embeddings.ts';
import { secret } from '../../lib/secret.ts';
import type { Logger } from '../../ports/telemetry.ts';
import { azureEmbedder } from '../azure/embedder.ts';
import { azureEmbeddingOptions } from '../azure/options.ts';
import { createOutbound } from '../outbound/outbound.ts';
import { openAiEmbedder } from './embedder.ts';
import { openAiEmbeddingOptions } from './embedding-options.ts';
import { patient } from '../../../testing/patient.ts';

const logged: string[] = [];
const log = (message: string, fields?: object) =>
  logged.push(JSON.stringify({ message, ...fields }));
const logger: Logger = { debug: log, info: log, warn: log, error: log, child: () => logger };
const doorTo = (url: string) => createOutbound({ allowedOrigins: [url], logger });
const apiKey = secret('sk-ours-hunter2');
const dimensions = FAKE_DIMENSIONS;

const compatible: OpenEmbedder = ({ url }, settings) =>
  openAiEmbedder(
    openAiEmbeddingOptions.parse({
      baseUrl: `${url}/v1/`,
      apiKey,
      model: 'm',
      dimensions,
      ...settings,
    }),
    { outbound: doorTo(url), logger },
  );

describe('OpenAI', () => {
  embedderConformance(compatible);
});

describe('Azure, v1 address, key', () => {
  embedderConformance(({ url }, settings) =>
    azureEmbedder(
      azureEmbeddingOptions.parse({
        endpoint: url,
        apiKey,
        deployment: 'm',
        dimensions,
        ...settings,
      }),
      { outbound: doorTo(url), logger },
    ),
  );
});

describe('Azure, address of the deployment, identity', () => {
  embedderConformance(({ url }, settings) =>
    azureEmbedder(
      azureEmbeddingOptions.parse({
        endpoint: `${url}/`,
        deployment: 'small 3',
        apiVersion: '2024-10-21',
        dimensions,
        ...settings,
      }),
      { outbound: doorTo(url), logger, tokens: () => Promise.resolve('entra-token') },
    ),
  );
});

test('no log line ever held a key, a text or the sentence of an upstream', () => {
  expect(logged.length).toBeGreaterThan(10);
  expect(logged.join('\n')).not.toMatch(/hunter2|entra-token|text number|sk-upstream-body/);
});

test('a space is named by model and dimensions; what asks is read otherwise than what answers', async () => {
  const upstream = await startFakeUpstream();
  const embedder = openAiEmbedder(
    openAiEmbeddingOptions.parse({
      baseUrl: `${upstream.url}/v1`,
      model: 'm',
      dimensions: 32,
      asksForDimensions: true,
      prefixes: { question: 'query: ', passage: 'passage: ' },
    }),
    { outbound: doorTo(upstream.url), logger },
  );
  expect(embedder.space).toBe('m:32');
  const signal = patient();
  const [asked] = await embedder.embed({ texts: ['leave'], kind: 'question', signal });
  const [kept] = await embedder.embed({ texts: ['leave'], kind: 'passage', signal });
  expect(vectorOf(asked)).not.toEqual(vectorOf(kept));
  expect(upstream.embeddings.calls.map(({ body }) => [body.input, body.dimensions])).toEqual([
    [['query: leave'], 32],
    [['passage: leave'], 32],
  ]);
  await upstream.close();
});
