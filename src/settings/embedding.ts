import type { GivenSettings, Mistake } from './gather.ts';
import { knownEmbedder } from './known-embedders.ts';
import {
  nameOf,
  ollamaAddress,
  OPENAI,
  type AzureService,
  type CompatibleService,
} from './model.ts';
import type { Sections, SettingKey } from './sections.ts';

/** How texts become vectors, whoever does it. */
export type EmbeddingTraits = {
  dimensions: number;
  /** The service is asked for this many, which is not what the model gives by itself. */
  asksForDimensions: boolean;
  prefixes: { question: string; passage: string };
  batchTexts: number;
};

/** Which model turns texts into vectors. `none`: passages are found by words only. */
export type EmbeddingSettings =
  | { kind: 'none' }
  | ((CompatibleService | AzureService) & EmbeddingTraits);

type Choice = {
  values: Sections['embedding'];
  /** Where the answering model is: mostly the same place. */
  model: Sections['model'];
  given: GivenSettings;
  mistakes: Mistake[];
  warnings: string[];
};

const traitsOf = (name: string, { values, given, mistakes }: Choice): EmbeddingTraits => {
  const known = knownEmbedder(name);
  const dimensions = values.dimensions ?? known?.dimensions;
  if (dimensions === undefined) {
    mistakes.push({
      names: [nameOf(given, 'embedding.dimensions')],
      wrong: `How many numbers a vector of ${name} has is not known.`,
      fix: 'Set DOCENT_EMBEDDING_DIMENSIONS; the page of the model says it.',
    });
  }
  return {
    dimensions: dimensions ?? 0,
    asksForDimensions: values.dimensions !== undefined && values.dimensions !== known?.dimensions,
    prefixes: {
      question: prefixOf(values.questionPrefix, known?.question),
      passage: prefixOf(values.passagePrefix, known?.passage),
    },
    batchTexts: values.batchTexts,
  };
};

/** A blank goes between it and the text: settings are trimmed. */
const prefixOf = (given: string | undefined, known = ''): string =>
  given === undefined ? known : `${given} `;

const azureEmbedding = (deployment: string, choice: Choice): EmbeddingSettings => {
  const { values, model, given, mistakes } = choice;
  const resource = model.azureResource && `https://${model.azureResource}.openai.azure.com`;
  const endpoint = values.azureEndpoint ?? model.azureEndpoint ?? resource;
  if (!endpoint) {
    mistakes.push({
      names: [nameOf(given, 'embedding.azureDeployment')],
      wrong: `${nameOf(given, 'embedding.azureDeployment')} names a deployment, but nothing says of which resource.`,
      fix: 'Set AZURE_OPENAI_EMBEDDING_ENDPOINT, or AZURE_OPENAI_ENDPOINT.',
    });
  }
  // The key of one resource is not sent to another.
  const apiKey = values.azureEndpoint ? values.azureKey : (values.azureKey ?? model.azureKey);
  return {
    kind: 'azure-openai',
    endpoint: endpoint ?? '',
    deployment,
    ...(model.azureApiVersion ? { apiVersion: model.azureApiVersion } : {}),
    ...(apiKey ? { apiKey } : {}),
    ...(model.azureIdentityEndpoint ? { identityEndpoint: model.azureIdentityEndpoint } : {}),
    ...(model.azureClientId ? { managedIdentityClientId: model.azureClientId } : {}),
    ...traitsOf(deployment, choice),
  };
};

const compatibleEmbedding = (name: string, choice: Choice): EmbeddingSettings => {
  const { values, model, given, mistakes } = choice;
  const ollama = model.ollamaHost && ollamaAddress(model.ollamaHost);
  const shared = model.openaiBaseUrl ?? ollama ?? (model.openaiKey && OPENAI);
  const baseUrl = values.baseUrl ?? shared;
  if (!baseUrl) {
    const azure = model.azureEndpoint ?? model.azureResource;
    mistakes.push({
      names: [nameOf(given, 'embedding.model')],
      wrong: `${nameOf(given, 'embedding.model')} names a model, but nothing says where it is.`,
      fix: azure
        ? 'With Azure OpenAI, set AZURE_OPENAI_EMBEDDING_NAME instead.'
        : 'Set DOCENT_EMBEDDING_BASE_URL, OPENAI_BASE_URL, OPENAI_API_KEY or OLLAMA_HOST.',
    });
  }
  // The key of one service is not sent to another.
  const apiKey = values.baseUrl
    ? values.apiKey
    : (values.apiKey ?? (ollama ? undefined : model.openaiKey));
  return {
    kind: 'openai',
    baseUrl: baseUrl ?? '',
    ...(apiKey ? { apiKey } : {}),
    model: name,
    ...traitsOf(name, choice),
  };
};

const details = [
  'embedding.baseUrl',
  'embedding.apiKey',
  'embedding.azureEndpoint',
  'embedding.azureKey',
  'embedding.dimensions',
  'embedding.questionPrefix',
  'embedding.passagePrefix',
] as const satisfies SettingKey[];

/** Makes one choice of all variables about vectors; half a choice and two choices are mistakes. */
export const chooseEmbedding = (choice: Choice): EmbeddingSettings => {
  const { values, given, mistakes, warnings } = choice;
  const { model, azureDeployment } = values;
  if (model && azureDeployment) {
    const names = [nameOf(given, 'embedding.model'), nameOf(given, 'embedding.azureDeployment')];
    const wrong = `${names.join(' and ')} each choose an embedding model.`;
    mistakes.push({ names, wrong, fix: 'Remove one of them.' });
  }
  if (azureDeployment) return azureEmbedding(azureDeployment, choice);
  if (model) return compatibleEmbedding(model, choice);
  const detail = details.find((key) => given[key]);
  if (detail) {
    warnings.push(
      `${nameOf(given, detail)} is set, but no embedding model is: passages are found by words only. Set DOCENT_EMBEDDING_MODEL or AZURE_OPENAI_EMBEDDING_NAME.`,
    );
  }
  return { kind: 'none' };
};
