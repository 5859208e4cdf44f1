import type { z } from 'zod';
import { freezeDeep } from '../lib/freeze-deep.ts';
import { hidePassword } from '../lib/secret.ts';
import { gather, type GivenSettings, type Mistake, type Sources } from './gather.ts';
import { chooseEmbedding, type EmbeddingSettings } from './embedding.ts';
import { chooseModel, type ModelSettings } from './model.ts';
import { nearMisses } from './near-miss.ts';
import { sections, type SectionName, type Sections } from './sections.ts';
import { settingKeys, table } from './table.ts';

export type Settings = {
  [Name in Exclude<SectionName, 'model' | 'embedding'>]: Readonly<Sections[Name]>;
} & {
  model: Readonly<ModelSettings>;
  embedding: Readonly<EmbeddingSettings>;
};

export type LoadedSettings = {
  /** Parsed and frozen; null when there are mistakes. */
  settings: Settings | null;
  /** All of them at once. */
  mistakes: Mistake[];
  warnings: string[];
  /** Each value as it was written, and where. */
  given: GivenSettings;
};

type State = { given: GivenSettings; mistakes: Mistake[]; warnings: string[] };

const parse = <Schema extends z.ZodType>(
  section: SectionName,
  schema: Schema,
  { given, mistakes }: State,
): z.infer<Schema> | undefined => {
  const own = settingKeys.filter((key) => key.startsWith(`${section}.`) && given[key]);
  const field = (key: string) => key.slice(section.length + 1);
  const parsed = schema.safeParse(
    Object.fromEntries(own.map((key) => [field(key), given[key]?.text])),
    { jitless: true }, // what is parsed once is not worth compiling
  );
  for (const issue of parsed.error?.issues ?? []) {
    const key = own.find((candidate) => field(candidate) === issue.path.join('.'));
    const value = key && given[key];
    if (!value) throw parsed.error; // not a mistake of the person who set it: the table lacks a default
    const shown = table[key].secret ? 'its value' : JSON.stringify(hidePassword(value.text));
    const wrong = `${value.name} (${value.source}): ${shown} does not fit.`;
    mistakes.push({ names: [value.name], wrong, fix: issue.message });
  }
  return parsed.data;
};

const checkServer = ({ given, mistakes, warnings }: State) => {
  const cert = given['server.tlsCert'];
  const key = given['server.tlsKey'];
  const half = cert ?? key;
  if (half && !(cert && key)) {
    mistakes.push({
      names: ['DOCENT_TLS_CERT', 'DOCENT_TLS_KEY'],
      wrong: `https needs a certificate and its key, but only ${half.name} is set.`,
      fix: 'Set both, or neither.',
    });
  }
  const host = given['server.host']?.text ?? '';
  if (!cert && !/^(127\.|localhost$|::1$)/.test(host)) {
    warnings.push(
      `HOST is ${host} without a certificate: what people read and write can be read on the way. Set DOCENT_TLS_CERT and DOCENT_TLS_KEY, or serve it through a proxy with https.`,
    );
  }
};

const isWhole = (read: {
  [Name in keyof Settings]: Settings[Name] | undefined;
}): read is Settings => Object.values(read).every((section) => section !== undefined);

/** Reads every setting once, at the edge. Nothing of the program reads a variable again. */
export const loadSettings = (sources: Sources): LoadedSettings => {
  const mistakes: Mistake[] = [];
  const { given, variableNames } = gather(sources, mistakes);
  const warnings = nearMisses(variableNames);
  const state: State = { given, mistakes, warnings };
  const server = parse('server', sections.server, state);
  const data = parse('data', sections.data, state);
  const modelValues = parse('model', sections.model, state);
  const embeddingValues = parse('embedding', sections.embedding, state);
  const retrieval = parse('retrieval', sections.retrieval, state);
  const cache = parse('cache', sections.cache, state);
  const answers = parse('answers', sections.answers, state);
  const limits = parse('limits', sections.limits, state);
  const deadlines = parse('deadlines', sections.deadlines, state);
  const recognition = parse('recognition', sections.recognition, state);
  const logs = parse('logs', sections.logs, state);
  checkServer(state);
  const model = modelValues && chooseModel({ values: modelValues, ...state });
  const embedding =
    modelValues &&
    embeddingValues &&
    chooseEmbedding({ values: embeddingValues, model: modelValues, ...state });
  const read = {
    server,
    data,
    model,
    embedding,
    retrieval,
    cache,
    answers,
    limits,
    deadlines,
    recognition,
    logs,
  };
  return {
    settings: mistakes.length === 0 && isWhole(read) ? freezeDeep(read) : null,
    mistakes,
    warnings,
    given,
  };
};
