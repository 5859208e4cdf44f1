import type { SettingKey } from './sections.ts';

export type Entry = {
  /** Variable names, the one we write about first; then names that existing installations have. */
  names: readonly [string, ...string[]];
  /** Command line option, without dashes. */
  flag?: string;
  /** Never shown; also read from the file that `NAME_FILE` names. */
  secret?: true;
  /** What holds when it is nowhere set. */
  fallback?: string;
  meaning: string;
};

/** THE table from variable names to settings. A new setting is one line here and one in `sections.ts`. */
export const table: Readonly<Record<SettingKey, Entry>> = {
  'server.port': {
    names: ['PORT'],
    fallback: '3000',
    flag: 'port',
    meaning: 'Port of the server; 0 takes a free one',
  },
  'server.host': {
    names: ['HOST'],
    fallback: '127.0.0.1',
    flag: 'host',
    meaning: 'Address to listen on; 0.0.0.0 lets other machines in',
  },
  'server.basePath': {
    names: ['BASE_PATH'],
    fallback: '',
    meaning: 'Path below which everything is served, behind a proxy',
  },
  'server.allowedOrigins': {
    names: ['ALLOWED_ORIGINS'],
    fallback: '',
    meaning: 'Web origins whose pages may call with an API key, separated by commas',
  },
  'server.trustedProxies': {
    names: ['DOCENT_TRUSTED_PROXIES'],
    fallback: '',
    meaning: 'Address ranges of proxies whose forwarding headers count, separated by commas',
  },
  'server.tlsCert': {
    names: ['DOCENT_TLS_CERT'],
    flag: 'tls-cert',
    meaning: 'Certificate chain (PEM file): serves https',
  },
  'server.tlsKey': {
    names: ['DOCENT_TLS_KEY'],
    flag: 'tls-key',
    meaning: 'Private key of the certificate (PEM file)',
  },
  'data.folder': {
    names: ['DOCENT_DATA'],
    fallback: './data',
    flag: 'data',
    meaning: 'Folder with everything that is kept: databases and documents',
  },
  'model.name': {
    names: ['DOCENT_MODEL'],
    meaning: 'Model that writes the answers; none set: answers are quoted from the documents',
  },
  'model.openaiBaseUrl': {
    names: ['OPENAI_BASE_URL'],
    meaning: 'Address of an OpenAI-compatible model service, with its /v1',
  },
  'model.openaiKey': {
    names: ['OPENAI_API_KEY'],
    secret: true,
    meaning: 'Key for the OpenAI-compatible model service',
  },
  'model.ollamaHost': { names: ['OLLAMA_HOST'], meaning: 'Address of an Ollama server' },
  'model.azureEndpoint': {
    names: ['AZURE_OPENAI_ENDPOINT', 'AiOptions__Endpoint'],
    meaning: 'Address of an Azure OpenAI resource',
  },
  'model.azureResource': {
    names: ['AZURE_OPENAI_RESOURCE'],
    meaning: 'Name of an Azure OpenAI resource, in place of its address',
  },
  'model.azureDeployment': {
    names: ['AZURE_OPENAI_MODEL', 'AZURE_OPENAI_DEPLOYMENT_NAME', 'AiOptions__DeploymentName'],
    meaning: 'Azure OpenAI deployment that writes the answers',
  },
  'model.azureKey': {
    names: ['AZURE_OPENAI_KEY', 'AZURE_OPENAI_API_KEY'],
    secret: true,
    meaning: 'Key of the Azure OpenAI resource; none set: signs in with the managed identity',
  },
  'model.azureSignIn': {
    names: ['AZURE_OPENAI_SIGN_IN'],
    meaning: 'Forces how to sign in to Azure OpenAI: key or identity',
  },
  'model.azureApiVersion': {
    names: ['AZURE_OPENAI_API_VERSION', 'AZURE_OPENAI_PREVIEW_API_VERSION'],
    meaning: 'Version of the Azure OpenAI interface',
  },
  'model.azureClientId': {
    names: ['AZURE_CLIENT_ID'],
    meaning: 'Client id of a user-assigned managed identity',
  },
  'model.azureIdentityEndpoint': {
    names: ['IDENTITY_ENDPOINT'],
    meaning: 'Where Azure gives tokens to this app; Azure sets it itself',
  },
  'model.vision': {
    names: ['DOCENT_MODEL_VISION'],
    fallback: 'false',
    meaning: 'Whether the model reads images',
  },
  'model.contextTokens': {
    names: ['DOCENT_MODEL_CONTEXT_TOKENS'],
    meaning: 'Tokens that fit into one request with its answer',
  },
  'embedding.model': {
    names: ['DOCENT_EMBEDDING_MODEL'],
    meaning: 'Model that turns texts into vectors, to find by meaning too; none: words only',
  },
  'embedding.baseUrl': {
    names: ['DOCENT_EMBEDDING_BASE_URL'],
    meaning: 'Its address with /v1, where it is not the one of the answering model',
  },
  'embedding.apiKey': {
    names: ['DOCENT_EMBEDDING_API_KEY'],
    secret: true,
    meaning: 'Key for DOCENT_EMBEDDING_BASE_URL',
  },
  'embedding.azureDeployment': {
    names: ['AZURE_OPENAI_EMBEDDING_NAME', 'AiOptions__EmbeddingDeployment'],
    meaning: 'Azure OpenAI deployment that turns texts into vectors',
  },
  'embedding.azureEndpoint': {
    names: ['AZURE_OPENAI_EMBEDDING_ENDPOINT'],
    meaning: 'Its resource, where it is not AZURE_OPENAI_ENDPOINT',
  },
  'embedding.azureKey': {
    names: ['AZURE_OPENAI_EMBEDDING_KEY'],
    secret: true,
    meaning: 'Key of AZURE_OPENAI_EMBEDDING_ENDPOINT; none set: the managed identity',
  },
  'embedding.dimensions': {
    names: ['DOCENT_EMBEDDING_DIMENSIONS'],
    meaning: 'Numbers in a vector; left out: what the model is known for',
  },
  'embedding.questionPrefix': {
    names: ['DOCENT_EMBEDDING_QUESTION_PREFIX'],
    meaning: 'Words that the embedding model wants before a question',
  },
  'embedding.passagePrefix': {
    names: ['DOCENT_EMBEDDING_PASSAGE_PREFIX'],
    meaning: 'Words that the embedding model wants before a passage',
  },
  'embedding.batchTexts': {
    names: ['DOCENT_EMBEDDING_BATCH'],
    fallback: '64',
    meaning: 'Texts in one request to the embedding model',
  },
  'retrieval.smallModel': {
    names: ['DOCENT_SMALL_MODEL'],
    meaning:
      'Model, or Azure deployment, of the same service for small tasks; left out: the answering one',
  },
  'retrieval.rewrite': {
    names: ['DOCENT_REWRITE'],
    fallback: 'model',
    meaning: 'Who makes follow-up questions stand alone: model (when there is one) or rules',
  },
  'retrieval.rerank': {
    names: ['DOCENT_RERANK'],
    fallback: 'off',
    meaning: 'Whether a model puts what was found in order: model or off',
  },
  'retrieval.authorityBoost': {
    names: ['DOCENT_AUTHORITY_BOOST'],
    fallback: '0',
    meaning: 'How much the authority in a document’s metadata lifts it, 0 to 2',
  },
  'retrieval.freshnessBoost': {
    names: ['DOCENT_FRESHNESS_BOOST'],
    fallback: '0',
    meaning: 'How much a new document is lifted, 0 to 2',
  },
  'retrieval.halfLifeDays': {
    names: ['DOCENT_FRESHNESS_HALF_LIFE'],
    fallback: '365',
    meaning: 'Days after which a document counts half as fresh',
  },
  'cache.megabytes': {
    names: ['DOCENT_CACHE_MEMORY'],
    fallback: '32',
    meaning: 'Memory for vectors and results that may be needed again, in MB; 0 keeps none',
  },
  'cache.answers': {
    names: ['DOCENT_ANSWER_CACHE'],
    fallback: 'false',
    meaning: 'Whether the same question gets the same answer for five minutes, without the model',
  },
  'answers.temperature': {
    names: ['DOCENT_TEMPERATURE', 'AZURE_OPENAI_TEMPERATURE'],
    fallback: '0',
    meaning: 'How freely the model writes, 0 to 2',
  },
  'answers.maxTokens': {
    names: ['DOCENT_ANSWER_TOKENS', 'AZURE_OPENAI_MAX_TOKENS'],
    fallback: '1000',
    meaning: 'Longest answer of the model, in tokens',
  },
  'limits.uploadBytes': {
    names: ['DOCENT_UPLOAD_LIMIT'],
    fallback: '100MB',
    meaning: 'Largest document that is taken',
  },
  'limits.questionCharacters': {
    names: ['DOCENT_QUESTION_LIMIT'],
    fallback: '32000',
    meaning: 'Longest question, in characters',
  },
  'limits.turnsAtOnce': {
    names: ['DOCENT_TURNS_AT_ONCE'],
    fallback: '100',
    meaning: 'Answers being written at the same time; more are asked to wait',
  },
  'limits.asksPerMinute': {
    names: ['DOCENT_ASKS_PER_MINUTE', 'AiOptions__RateLimits__RequestsPerMinute'],
    fallback: '600',
    meaning: 'Questions that one person or key may ask in a minute',
  },
  'limits.extractionMegabytes': {
    names: ['DOCENT_EXTRACTION_MEMORY'],
    fallback: '512',
    meaning: 'Memory that reading documents may take, in MB',
  },
  'deadlines.turn': {
    names: ['DOCENT_TURN_SECONDS'],
    fallback: '300',
    meaning: 'Longest time for one answer',
  },
  'deadlines.modelConnect': {
    names: ['DOCENT_MODEL_CONNECT_SECONDS'],
    fallback: '10',
    meaning: 'Longest wait for a connection to the model service',
  },
  'deadlines.modelFirstToken': {
    names: ['DOCENT_MODEL_FIRST_TOKEN_SECONDS'],
    fallback: '60',
    meaning: 'Longest wait for the first word of the model',
  },
  'deadlines.modelIdle': {
    names: ['DOCENT_MODEL_IDLE_SECONDS'],
    fallback: '30',
    meaning: 'Longest silence of the model between two words',
  },
  'deadlines.extraction': {
    names: ['DOCENT_EXTRACTION_SECONDS'],
    fallback: '60',
    meaning: 'Longest time of the processor for reading one document, or some pages of a long one',
  },
  'deadlines.shutdown': {
    names: ['DOCENT_SHUTDOWN_SECONDS'],
    fallback: '10',
    meaning: 'How long running answers may go on after a stop signal',
  },
  'recognition.tessdata': {
    names: ['DOCENT_TESSDATA', 'TESSDATA_PREFIX'],
    meaning:
      "Folder with Tesseract's trained data, for text in scans and pictures (default: where Debian and others put it)",
  },
  'recognition.languages': {
    names: ['DOCENT_OCR_LANGUAGES'],
    fallback: 'eng',
    meaning:
      'Languages of scans and pictures, like eng+deu; those without trained data are passed over',
  },
  'logs.level': {
    names: ['DOCENT_LOG_LEVEL'],
    fallback: 'info',
    meaning: 'Least weight of a log line: debug, info, warn, error, silent',
  },
};

const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(table, key);
export const settingKeys = Object.keys(table).filter(isSettingKey);
