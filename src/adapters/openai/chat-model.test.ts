import OpenAI from 'openai';
import { describe, expect, test } from 'vitest';
import { ask, chatModelConformance, outcomeOf } from '../../../testing/conformance/chat-model.ts';
import { startFakeUpstream } from '../../../testing/fake-upstream.ts';
import { secret } from '../../lib/secret.ts';
import type { Logger } from '../../ports/telemetry.ts';
import { azureChatModel } from '../azure/chat-model.ts';
import { azureChatOptions } from '../azure/options.ts';
import { createOutbound } from '../outbound/outbound.ts';
import { asFetch } from '../outbound/wrappers.ts';
import { openAiChatModel } from './chat-model.ts';
import { openAiOptions } from './options.ts';

const logged: string[] = [];
const log = (message: string, fields?: object) =>
  logged.push(JSON.stringify({ message, ...fields }));
const logger: Logger = { debug: log, info: log, warn: log, error: log, child: () => logger };
const doorTo = (url: string) => createOutbound({ allowedOrigins: [url], logger });
const apiKey = secret('sk-ours-hunter2');

describe('OpenAI', () => {
  chatModelConformance(({ url }, settings) =>
    openAiChatModel(
      openAiOptions.parse({ baseUrl: `${url}/v1/`, apiKey, model: 'm', ...settings }),
      {
        outbound: doorTo(url),
        logger,
      },
    ),
  );
});

describe('Azure, v1 address, key', () => {
  chatModelConformance(({ url }, settings) =>
    azureChatModel(
      azureChatOptions.parse({ endpoint: url, apiKey, deployment: 'm', ...settings }),
      {
        outbound: doorTo(url),
        logger,
      },
    ),
  );
});

describe('Azure, address of the deployment, identity', () => {
  chatModelConformance(({ url }, settings) =>
    azureChatModel(
      azureChatOptions.parse({
        endpoint: `${url}/`,
        deployment: 'gpt 4o',
        apiVersion: '2024-10-21',
        ...settings,
      }),
      { outbound: doorTo(url), logger, tokens: () => Promise.resolve('entra-token') },
    ),
  );
});

test('no log line ever held a key, a question or the sentence of an upstream', () => {
  expect(logged.length).toBeGreaterThan(10);
  for (const line of logged)
    expect(line).not.toMatch(/hunter2|May I return|sk-upstream|entra-token/);
});

test("OpenAI's own client works through the door", async () => {
  const upstream = await startFakeUpstream();
  upstream.script([{ text: 'Through the door.' }]);
  const client = new OpenAI({
    apiKey: 'sk-test',
    baseURL: `${upstream.url}/v1`,
    fetch: asFetch(doorTo(upstream.url)),
  });
  const stream = await client.chat.completions.create({
    model: 'm',
    stream: true,
    messages: [{ role: 'user', content: 'hello' }],
  });
  let text = '';
  for await (const part of stream) text += part.choices[0]?.delta.content ?? '';
  expect(text).toBe('Through the door.');
  expect(upstream.violations).toEqual([]);
  await upstream.close();
});

test('a service that nobody named is not called', async () => {
  const upstream = await startFakeUpstream();
  const model = openAiChatModel(
    openAiOptions.parse({ baseUrl: `${upstream.url}/v1`, model: 'm' }),
    {
      outbound: createOutbound({ allowedOrigins: [], logger }),
      logger,
    },
  );
  const { problem } = await outcomeOf(model.stream(ask()));
  expect(problem?.code).toBe('target-not-allowed');
  expect(upstream.calls).toEqual([]);
  await upstream.close();
});
