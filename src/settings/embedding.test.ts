import { expect, test } from 'vitest';
import { loadSettings } from './load.ts';

const load = (environment: Record<string, string>) =>
  loadSettings({ flags: {}, environment, readFile: () => null });
const embedding = (environment: Record<string, string>) => {
  const { settings, mistakes } = load(environment);
  expect(mistakes).toEqual([]);
  return settings?.embedding;
};

test('without a variable there are no vectors', () => {
  expect(embedding({})).toEqual({ kind: 'none' });
  expect(embedding({ OPENAI_API_KEY: 'k', DOCENT_MODEL: 'gpt' })).toEqual({ kind: 'none' });
});

test('an embedding model is looked for where the answering one is, and known by its name', () => {
  expect(
    embedding({ OPENAI_API_KEY: 'k', DOCENT_EMBEDDING_MODEL: 'text-embedding-3-small' }),
  ).toMatchObject({
    kind: 'openai',
    baseUrl: 'https://api.openai.com/v1',
    model: 'text-embedding-3-small',
    dimensions: 1536,
    asksForDimensions: false,
    prefixes: { question: '', passage: '' },
  });
  const ollama = embedding({
    OLLAMA_HOST: '127.0.0.1',
    OPENAI_API_KEY: 'not for Ollama',
    DOCENT_EMBEDDING_MODEL: 'nomic-embed-text:latest',
  });
  expect(ollama).toMatchObject({
    baseUrl: 'http://127.0.0.1:11434/v1',
    dimensions: 768,
    prefixes: { question: 'search_query: ', passage: 'search_document: ' },
  });
  expect(ollama).not.toHaveProperty('apiKey');
});

test('what is set wins over what is known; another number of dimensions is asked for', () => {
  expect(
    embedding({
      OPENAI_API_KEY: 'k',
      DOCENT_EMBEDDING_MODEL: 'text-embedding-3-large',
      DOCENT_EMBEDDING_DIMENSIONS: '1024',
      DOCENT_EMBEDDING_QUESTION_PREFIX: 'Q:',
    }),
  ).toMatchObject({
    dimensions: 1024,
    asksForDimensions: true,
    prefixes: { question: 'Q: ', passage: '' },
  });
});

test('a service of its own never gets the key of the other', () => {
  const own = embedding({
    OPENAI_API_KEY: 'k',
    DOCENT_EMBEDDING_MODEL: 'bge-m3',
    DOCENT_EMBEDDING_BASE_URL: 'http://127.0.0.1:8080/v1',
  });
  expect(own).toMatchObject({ baseUrl: 'http://127.0.0.1:8080/v1', dimensions: 1024 });
  expect(own).not.toHaveProperty('apiKey');
  const azure = embedding({
    AZURE_OPENAI_ENDPOINT: 'https://a.openai.azure.com',
    AZURE_OPENAI_KEY: 'k',
    AZURE_OPENAI_MODEL: 'gpt',
    AZURE_OPENAI_EMBEDDING_NAME: 'text-embedding-3-small',
    AZURE_OPENAI_EMBEDDING_ENDPOINT: 'https://b.openai.azure.com',
  });
  expect(azure).toMatchObject({ kind: 'azure-openai', endpoint: 'https://b.openai.azure.com' });
  expect(azure).not.toHaveProperty('apiKey');
});

test('an Azure deployment shares resource, key and version, under either name', () => {
  for (const name of ['AZURE_OPENAI_EMBEDDING_NAME', 'AiOptions__EmbeddingDeployment']) {
    expect(
      embedding({
        AZURE_OPENAI_RESOURCE: 'ours',
        AZURE_OPENAI_KEY: 'k',
        AZURE_OPENAI_MODEL: 'gpt',
        AZURE_OPENAI_API_VERSION: '2024-10-21',
        [name]: 'vectors',
        DOCENT_EMBEDDING_DIMENSIONS: '1536',
      }),
    ).toMatchObject({
      kind: 'azure-openai',
      endpoint: 'https://ours.openai.azure.com',
      deployment: 'vectors',
      apiVersion: '2024-10-21',
      dimensions: 1536,
    });
  }
});

test.for([
  [{ DOCENT_EMBEDDING_MODEL: 'bge-m3' }, 'DOCENT_EMBEDDING_MODEL names a model, but nothing says'],
  [
    { OPENAI_API_KEY: 'k', DOCENT_EMBEDDING_MODEL: 'own' },
    'How many numbers a vector of own has is not known',
  ],
  [
    { AZURE_OPENAI_EMBEDDING_NAME: 'text-embedding-3-small' },
    'names a deployment, but nothing says of which resource',
  ],
  [
    {
      OPENAI_API_KEY: 'k',
      DOCENT_EMBEDDING_MODEL: 'bge-m3',
      AZURE_OPENAI_EMBEDDING_NAME: 'bge-m3',
    },
    'each choose an embedding model',
  ],
  [
    { OPENAI_API_KEY: 'k', DOCENT_EMBEDDING_MODEL: 'bge-m3', DOCENT_EMBEDDING_DIMENSIONS: '0' },
    'does not fit',
  ],
  [{ DOCENT_RERANK: 'perhaps' }, 'does not fit'],
  [{ DOCENT_AUTHORITY_BOOST: '3' }, 'does not fit'],
] as const)('%o is a mistake', ([environment, wrong]) => {
  const { settings, mistakes } = load({ ...environment });
  expect(settings).toBeNull();
  expect(mistakes.map((mistake) => mistake.wrong).join('\n')).toContain(wrong);
});

test('half a choice is said, and keys are never shown', () => {
  const { warnings, mistakes } = load({ DOCENT_EMBEDDING_BASE_URL: 'https://v.example/v1' });
  expect(mistakes).toEqual([]);
  expect(warnings.join()).toContain('no embedding model is');
  const { settings } = load({
    OPENAI_API_KEY: 'canary-1',
    DOCENT_EMBEDDING_API_KEY: 'canary-2',
    DOCENT_EMBEDDING_BASE_URL: 'https://v.example/v1',
    DOCENT_EMBEDDING_MODEL: 'bge-m3',
  });
  expect(settings?.embedding).toHaveProperty('apiKey');
  expect(JSON.stringify(settings)).not.toContain('canary');
});
