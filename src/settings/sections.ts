import { z } from 'zod';
import {
  addressRanges,
  basePath,
  choice,
  decimal,
  origins,
  secretText,
  seconds,
  size,
  text,
  webAddress,
  wholeNumber,
  yesNo,
} from './values.ts';

/** What can be set, section by section. Variable names, defaults and meanings: `table.ts`. */
export const sections = {
  server: z.object({
    port: wholeNumber(0, 65_535),
    host: text,
    basePath: basePath,
    allowedOrigins: origins,
    trustedProxies: addressRanges,
    tlsCert: z.exactOptional(text),
    tlsKey: z.exactOptional(text),
  }),
  data: z.object({
    folder: text,
  }),
  model: z.object({
    name: z.exactOptional(text),
    openaiBaseUrl: z.exactOptional(webAddress),
    openaiKey: z.exactOptional(secretText),
    ollamaHost: z.exactOptional(text),
    azureEndpoint: z.exactOptional(webAddress),
    azureResource: z.exactOptional(text),
    azureDeployment: z.exactOptional(text),
    azureKey: z.exactOptional(secretText),
    azureSignIn: z.exactOptional(choice(['key', 'identity'])),
    azureApiVersion: z.exactOptional(text),
    azureClientId: z.exactOptional(text),
    azureIdentityEndpoint: z.exactOptional(webAddress),
    vision: yesNo,
    contextTokens: z.exactOptional(wholeNumber(1_000, 10_000_000)),
  }),
  embedding: z.object({
    model: z.exactOptional(text),
    baseUrl: z.exactOptional(webAddress),
    apiKey: z.exactOptional(secretText),
    azureDeployment: z.exactOptional(text),
    azureEndpoint: z.exactOptional(webAddress),
    azureKey: z.exactOptional(secretText),
    dimensions: z.exactOptional(wholeNumber(1, 16_384)),
    questionPrefix: z.exactOptional(text),
    passagePrefix: z.exactOptional(text),
    batchTexts: wholeNumber(1, 2_048),
  }),
  retrieval: z.object({
    smallModel: z.exactOptional(text),
    rewrite: choice(['model', 'rules']),
    rerank: choice(['model', 'off']),
    authorityBoost: decimal(0, 2),
    freshnessBoost: decimal(0, 2),
    halfLifeDays: wholeNumber(1, 36_500),
  }),
  cache: z.object({
    megabytes: wholeNumber(0, 65_536),
    answers: yesNo,
  }),
  answers: z.object({
    temperature: decimal(0, 2),
    maxTokens: wholeNumber(50, 100_000),
  }),
  limits: z.object({
    uploadBytes: size(10_240),
    questionCharacters: wholeNumber(100, 32_000),
    turnsAtOnce: wholeNumber(1, 10_000),
    asksPerMinute: wholeNumber(1, 100_000),
    extractionMegabytes: wholeNumber(128, 65_536),
  }),
  deadlines: z.object({
    turn: seconds(1, 3600),
    modelConnect: seconds(0.1, 300),
    modelFirstToken: seconds(0.1, 3600),
    modelIdle: seconds(0.1, 3600),
    extraction: seconds(1, 7200),
    shutdown: seconds(0.1, 600),
  }),
  recognition: z.object({
    tessdata: z.exactOptional(text),
    languages: text,
  }),
  logs: z.object({
    level: choice(['debug', 'info', 'warn', 'error', 'silent']),
  }),
};

export type SectionName = keyof typeof sections;
export type Sections = { [Name in SectionName]: z.infer<(typeof sections)[Name]> };
export type SettingKey = {
  [Name in SectionName]: `${Name}.${keyof Sections[Name] & string}`;
}[SectionName];
