import type { Secret } from '../lib/secret.ts';
import type { GivenSettings, Mistake } from './gather.ts';
import type { Sections, SettingKey } from './sections.ts';
import { table } from './table.ts';

type ModelTraits = { vision: boolean; contextTokens: number };

/** Where a model of an OpenAI-compatible service is. */
export type CompatibleService = {
  kind: 'openai';
  baseUrl: string;
  apiKey?: Secret;
  model: string;
};

/** Where a model on Azure OpenAI is. */
export type AzureService = {
  kind: 'azure-openai';
  endpoint: string;
  deployment: string;
  apiVersion?: string;
  /** Absent: the managed identity signs in. */
  apiKey?: Secret;
  managedIdentityClientId?: string;
  identityEndpoint?: string;
};

/** Which model writes the answers. `none`: sentences are quoted from the documents. */
export type ModelSettings = { kind: 'none' } | ((CompatibleService | AzureService) & ModelTraits);

type Values = Sections['model'];
type Choice = { values: Values; given: GivenSettings; mistakes: Mistake[]; warnings: string[] };

export const OPENAI = 'https://api.openai.com/v1';
/** What Ollama gives a model when nothing else was asked for; it drops what is longer without a word. */
const OLLAMA_CONTEXT = 4_096;
/** Fits every model in use today; a larger one is said in the settings. */
const CONTEXT = 16_000;

/** The name a person used for a setting, else the one we write about. */
export const nameOf = (given: GivenSettings, key: SettingKey): string =>
  given[key]?.name ?? table[key].names[0];

/** As Ollama reads it: scheme and port may be left out, and all addresses means this machine. */
export const ollamaAddress = (host: string): string | undefined => {
  const url = URL.parse(/^https?:\/\//.test(host) ? host : `http://${host}`);
  if (!url || url.username || url.password) return undefined;
  if (url.hostname === '0.0.0.0' || url.hostname === '[::]') url.hostname = '127.0.0.1';
  if (!url.port && !/:\d+\/*$/.test(host) && url.protocol === 'http:') url.port = '11434';
  return `${url.href.replace(/\/+$/, '')}/v1`;
};

const azureModel = ({ values, given, mistakes, warnings }: Choice): ModelSettings => {
  const resource = values.azureResource && `https://${values.azureResource}.openai.azure.com`;
  const endpoint = values.azureEndpoint ?? resource;
  const { azureDeployment: deployment, azureKey: key, azureSignIn: signIn } = values;
  const requireKey = (key: 'model.azureEndpoint' | 'model.azureDeployment', example: string) =>
    mistakes.push({
      names: [table[key].names[0]],
      wrong: `${table[key].names[0]} is not set, but other Azure OpenAI settings are.`,
      fix: `Set it, for example ${table[key].names[0]}=${example}, or remove the others.`,
    });
  if (!endpoint) requireKey('model.azureEndpoint', 'https://my-resource.openai.azure.com');
  if (!deployment) requireKey('model.azureDeployment', 'my-deployment');
  if (values.azureEndpoint && resource && values.azureEndpoint !== resource) {
    warnings.push('AZURE_OPENAI_RESOURCE is ignored: AZURE_OPENAI_ENDPOINT names another address.');
  }
  if (signIn === 'identity' && key) {
    mistakes.push({
      names: [nameOf(given, 'model.azureSignIn'), nameOf(given, 'model.azureKey')],
      wrong: `${nameOf(given, 'model.azureSignIn')} asks for the managed identity, but ${nameOf(given, 'model.azureKey')} gives a key.`,
      fix: 'Remove one of them.',
    });
  }
  if (signIn === 'key' && !key) {
    mistakes.push({
      names: [nameOf(given, 'model.azureSignIn'), nameOf(given, 'model.azureKey')],
      wrong: `${nameOf(given, 'model.azureSignIn')} asks for a key, but none is set.`,
      fix: `Set ${nameOf(given, 'model.azureKey')}.`,
    });
  }
  return {
    kind: 'azure-openai',
    endpoint: endpoint ?? '',
    deployment: deployment ?? '',
    ...(values.azureApiVersion ? { apiVersion: values.azureApiVersion } : {}),
    ...(key ? { apiKey: key } : {}),
    ...(values.azureIdentityEndpoint ? { identityEndpoint: values.azureIdentityEndpoint } : {}),
    ...(values.azureClientId ? { managedIdentityClientId: values.azureClientId } : {}),
    vision: values.vision,
    contextTokens: values.contextTokens ?? CONTEXT,
  };
};

const compatibleModel = ({ values, given, mistakes }: Choice, model: string): ModelSettings => {
  const { openaiBaseUrl, openaiKey, ollamaHost } = values;
  const ollama = ollamaHost && ollamaAddress(ollamaHost);
  if (ollamaHost && !ollama) {
    mistakes.push({
      names: [nameOf(given, 'model.ollamaHost')],
      wrong: `${nameOf(given, 'model.ollamaHost')} is not an address.`,
      fix: 'Write for example OLLAMA_HOST=127.0.0.1:11434.',
    });
  }
  if (openaiBaseUrl && ollamaHost) {
    mistakes.push({
      names: [nameOf(given, 'model.openaiBaseUrl'), nameOf(given, 'model.ollamaHost')],
      wrong: `${nameOf(given, 'model.openaiBaseUrl')} and ${nameOf(given, 'model.ollamaHost')} both say where the model is.`,
      fix: 'Remove one of them.',
    });
  }
  const baseUrl = openaiBaseUrl ?? ollama ?? (openaiKey && OPENAI);
  if (!baseUrl && !ollamaHost) {
    mistakes.push({
      names: [nameOf(given, 'model.name')],
      wrong: `${nameOf(given, 'model.name')} names a model, but nothing says where it is.`,
      fix: 'Set OPENAI_BASE_URL, OPENAI_API_KEY or OLLAMA_HOST.',
    });
  }
  return {
    kind: 'openai',
    baseUrl: baseUrl ?? '',
    ...(openaiKey && !ollama ? { apiKey: openaiKey } : {}),
    model,
    vision: values.vision,
    contextTokens: values.contextTokens ?? (ollama ? OLLAMA_CONTEXT : CONTEXT),
  };
};

const azureKeys = [
  'model.azureEndpoint',
  'model.azureResource',
  'model.azureDeployment',
  'model.azureKey',
  'model.azureSignIn',
] as const;
const placeKeys = ['model.openaiBaseUrl', 'model.openaiKey', 'model.ollamaHost'] as const;

/** Makes one choice of all model variables; half a choice and two choices are mistakes. */
export const chooseModel = (choice: Choice): ModelSettings => {
  const { values, given, mistakes, warnings } = choice;
  const azure = azureKeys.find((key) => given[key]);
  const place = placeKeys.find((key) => given[key]);
  if (azure && values.name) {
    mistakes.push({
      names: [nameOf(given, 'model.name'), nameOf(given, azure)],
      wrong: `${nameOf(given, 'model.name')} and ${nameOf(given, azure)} each choose a model.`,
      fix: 'Remove one of them; with Azure OpenAI the model is AZURE_OPENAI_MODEL.',
    });
  }
  if (azure) return azureModel(choice);
  if (values.name) return compatibleModel(choice, values.name);
  if (place) {
    warnings.push(
      `${nameOf(given, place)} is set, but DOCENT_MODEL is not: answers are quoted from the documents, without a model.`,
    );
  }
  return { kind: 'none' };
};
