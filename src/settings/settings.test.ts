import { expect, test } from 'vitest';
import { explainSettings } from './explain.ts';
import { loadSettings } from './load.ts';

type Given = {
  flags?: Record<string, string>;
  environment?: Record<string, string>;
  files?: Record<string, string>;
};

const load = ({ flags = {}, environment = {}, files = {} }: Given = {}) =>
  loadSettings({ flags, environment, readFile: (path) => files[path] ?? null });

const wrongs = (given: Given) => load(given).mistakes.map(({ wrong }) => wrong);
const model = (environment: Record<string, string>) => load({ environment }).settings?.model;

test('without any variable everything has its default, and answers are quoted', () => {
  const { settings, mistakes, warnings } = load();
  expect(mistakes).toEqual([]);
  expect(warnings).toEqual([]);
  expect(settings).toMatchObject({
    server: { port: 3000, host: '127.0.0.1', basePath: '', allowedOrigins: [] },
    data: { folder: './data' },
    model: { kind: 'none' },
    limits: { uploadBytes: 104_857_600 },
    deadlines: { turn: 300_000 },
  });
});

test('settings are frozen all the way down', () => {
  const { settings } = load();
  expect(Object.isFrozen(settings)).toBe(true);
  expect(Object.isFrozen(settings?.server.allowedOrigins)).toBe(true);
});

test('an option wins over the environment, that over the .env file, that over the default', () => {
  const files = { '.env': 'PORT=4001\nHOST=10.0.0.1\nDOCENT_DATA=/from-file\n' };
  const environment = { PORT: '4002', HOST: '10.0.0.2' };
  const { settings } = load({ flags: { port: '4003' }, environment, files });
  expect(settings?.server.port).toBe(4003);
  expect(settings?.server.host).toBe('10.0.0.2');
  expect(settings?.data.folder).toBe('/from-file');
});

test('DOTENV_PATH names the file; one that is not there is a mistake, an absent .env is none', () => {
  const files = { '/etc/docent.env': 'PORT=4001' };
  const environment = { DOTENV_PATH: '/etc/docent.env' };
  expect(load({ environment, files }).settings?.server.port).toBe(4001);
  expect(wrongs({ environment })).toEqual(['DOTENV_PATH: there is no file /etc/docent.env.']);
});

test.for([
  ['PORT="4001"', 4001],
  ["PORT='4001' # the port", 4001],
  ['export PORT = 4001', 4001],
  ['PORT=4001 # the port', 4001],
  ['PORT=', 3000],
  ['PORT=""', 3000],
  ['PORT= # none', 3000],
  ['# PORT=4001', 3000],
  ['port=4001\r\nHOST=x', 4001],
] as const)('a .env line %j gives port %d', ([line, port]) => {
  expect(load({ files: { '.env': line } }).settings?.server.port).toBe(port);
});

test('a key keeps a # inside it, and loses quotes that a container runtime left in the environment', () => {
  const base = 'OPENAI_BASE_URL=https://models.example.org/v1\nDOCENT_MODEL=m\n';
  const inFile = load({ files: { '.env': `${base}OPENAI_API_KEY=sk-a#b` } }).settings?.model;
  expect(inFile?.kind === 'openai' && inFile.apiKey?.reveal()).toBe('sk-a#b');
  const quoted = { OPENAI_API_KEY: '"sk-c"' };
  const inEnvironment = load({ environment: quoted, files: { '.env': base } }).settings?.model;
  expect(inEnvironment?.kind === 'openai' && inEnvironment.apiKey?.reveal()).toBe('sk-c');
});

test('all mistakes are told at once, each with its name, its place and the fix', () => {
  const { settings, mistakes } = load({
    environment: { PORT: 'abc', DOCENT_UPLOAD_LIMIT: 'much', OPENAI_BASE_URL: 'ftp://x' },
    files: { '.env': 'BASE_PATH=docent/\nDOCENT_LOG_LEVEL=loud' },
    flags: { 'tls-cert': 'cert.pem' },
  });
  expect(settings).toBeNull();
  expect(mistakes.map(({ wrong, fix }) => `${wrong} ${fix}`)).toEqual([
    'PORT (environment): "abc" does not fit. Write a whole number from 0 to 65535.',
    'BASE_PATH (.env): "docent/" does not fit. Write a path such as /docent: a slash first, none at the end.',
    'OPENAI_BASE_URL (environment): "ftp://x" does not fit. Write an address such as https://models.example.org, without a user name or password in it.',
    'DOCENT_UPLOAD_LIMIT (environment): "much" does not fit. Write a size such as 50MB, at most 10240MB.',
    'DOCENT_LOG_LEVEL (.env): "loud" does not fit. Write one of: debug, info, warn, error, silent.',
    'https needs a certificate and its key, but only --tls-cert is set. Set both, or neither.',
  ]);
});

test('two names of one setting may agree, and may not differ', () => {
  const rest = { AZURE_OPENAI_ENDPOINT: 'https://a.openai.azure.com', AZURE_OPENAI_MODEL: 'chat' };
  const agreeing = { AZURE_OPENAI_KEY: 'k1', AZURE_OPENAI_API_KEY: 'k1' };
  expect(load({ environment: { ...rest, ...agreeing } }).mistakes).toEqual([]);
  const differing = { AZURE_OPENAI_KEY: 'k1', AZURE_OPENAI_API_KEY: 'k2' };
  expect(wrongs({ environment: { ...rest, ...differing } })).toEqual([
    'AZURE_OPENAI_KEY (environment) and AZURE_OPENAI_API_KEY (environment) are two names of one setting and have different values.',
  ]);
});

test('a secret may stand in a file, without its last line break', () => {
  const environment = {
    OPENAI_BASE_URL: 'https://models.example.org/v1/',
    DOCENT_MODEL: 'm',
    OPENAI_API_KEY_FILE: '/run/secrets/key',
  };
  const { settings } = load({ environment, files: { '/run/secrets/key': 'sk-1\n' } });
  expect(settings?.model).toMatchObject({ baseUrl: 'https://models.example.org/v1' });
  expect(settings?.model.kind === 'openai' && settings.model.apiKey?.reveal()).toBe('sk-1');
  expect(wrongs({ environment })).toEqual([
    'OPENAI_API_KEY_FILE: there is no file /run/secrets/key.',
  ]);
});

const azure = { AZURE_OPENAI_ENDPOINT: 'https://a.openai.azure.com/', AZURE_OPENAI_MODEL: 'chat' };

test.for([
  [{ ...azure, AZURE_OPENAI_KEY: 'k' }],
  [
    {
      AZURE_OPENAI_RESOURCE: 'a',
      AZURE_OPENAI_DEPLOYMENT_NAME: 'chat',
      AZURE_OPENAI_API_KEY: 'k',
    },
  ],
  [
    {
      AiOptions__Endpoint: 'https://a.openai.azure.com',
      AiOptions__DeploymentName: 'chat',
      azure_openai_key: 'k',
    },
  ],
])('Azure OpenAI is chosen by %j', ([environment]) => {
  const chosen = model({ ...environment });
  expect(chosen).toMatchObject({
    kind: 'azure-openai',
    endpoint: 'https://a.openai.azure.com',
    deployment: 'chat',
  });
  expect(chosen?.kind === 'azure-openai' && chosen.apiKey?.reveal()).toBe('k');
});

test.for([
  ['127.0.0.1:11434', 'http://127.0.0.1:11434/v1'],
  ['0.0.0.0', 'http://127.0.0.1:11434/v1'],
  ['http://ollama', 'http://ollama:11434/v1'],
  ['http://ollama:80/', 'http://ollama/v1'],
  ['https://ollama.example.org', 'https://ollama.example.org/v1'],
] as const)('an Ollama server at %s is called at %s', ([host, baseUrl]) => {
  const chosen = model({ OLLAMA_HOST: host, DOCENT_MODEL: 'llama3' });
  expect(chosen).toMatchObject({ kind: 'openai', baseUrl, model: 'llama3', contextTokens: 4096 });
});

test('without a base address an OpenAI key means OpenAI', () => {
  const chosen = model({ OPENAI_API_KEY: 'sk', DOCENT_MODEL: 'm' });
  expect(chosen).toMatchObject({ kind: 'openai', baseUrl: 'https://api.openai.com/v1' });
});

test.for([
  [{ AZURE_OPENAI_ENDPOINT: 'https://a.openai.azure.com' }, 'AZURE_OPENAI_MODEL is not set'],
  [{ AZURE_OPENAI_KEY: 'k', AZURE_OPENAI_MODEL: 'm' }, 'AZURE_OPENAI_ENDPOINT is not set'],
  [
    { ...azure, AZURE_OPENAI_KEY: 'k', AZURE_OPENAI_SIGN_IN: 'identity' },
    'asks for the managed identity, but AZURE_OPENAI_KEY gives a key',
  ],
  [{ ...azure, AZURE_OPENAI_SIGN_IN: 'key' }, 'asks for a key, but none is set'],
  [{ ...azure, DOCENT_MODEL: 'm' }, 'each choose a model'],
  [{ DOCENT_MODEL: 'm' }, 'nothing says where it is'],
  [
    { DOCENT_MODEL: 'm', OLLAMA_HOST: 'x', OPENAI_BASE_URL: 'https://y/v1' },
    'both say where the model is',
  ],
  [{ DOCENT_TLS_CERT: 'cert.pem' }, 'only DOCENT_TLS_CERT is set'],
] as const)('contradiction: %j', ([environment, expected]) => {
  const told = wrongs({ environment: { ...environment } });
  expect(told).toHaveLength(1);
  expect(told[0]).toContain(expected);
});

test.for([
  [
    { DOCENT_MODLE: 'm' },
    'DOCENT_MODLE is not a setting and is ignored. Did you mean DOCENT_MODEL?',
  ],
  [{ AZURE_OPENAI_ENDPONT: 'x' }, 'Did you mean AZURE_OPENAI_ENDPOINT?'],
  [{ OPENAI_API_KEY: 'sk' }, 'OPENAI_API_KEY is set, but DOCENT_MODEL is not'],
  [{ HOST: '0.0.0.0' }, 'HOST is 0.0.0.0 without a certificate'],
] as const)('%j is warned about, and starts', ([environment, expected]) => {
  const { settings, warnings } = load({ environment: { ...environment } });
  expect(settings).not.toBeNull();
  expect(warnings.join('\n')).toContain(expected);
});

test.for([
  [{ ALLOWED_ORIGINS: 'https://a.example.org, http://localhost:5173/' }, []],
  [{ ALLOWED_ORIGINS: 'https://a.example.org/page' }, ['ALLOWED_ORIGINS']],
  [{ ALLOWED_ORIGINS: '*' }, ['ALLOWED_ORIGINS']],
  [{ DOCENT_TRUSTED_PROXIES: '10.0.0.0/8,::1' }, []],
  [{ DOCENT_TRUSTED_PROXIES: '10.0.0.0/8,proxy' }, ['DOCENT_TRUSTED_PROXIES']],
] as const)('a list is whole or a mistake: %j', ([environment, names]) => {
  const { mistakes } = load({ environment: { ...environment } });
  expect(mistakes.flatMap((mistake) => mistake.names)).toEqual(names);
});

test('names of other programs are ignored in silence', () => {
  const environment = {
    DOCENT_PORT_3000_TCP: 'tcp://10.0.0.1',
    PATH: '/bin',
    AZURE_OPENAI_USER: 'u',
  };
  expect(load({ environment }).warnings).toEqual([]);
});

test('the explanation names every value and its source, and no secret', () => {
  const environment = { ...azure, AZURE_OPENAI_API_KEY: 'very-secret', PORT: '4001' };
  const { given, settings } = load({ environment });
  const explained = explainSettings(given);
  expect(explained.find(({ setting }) => setting === 'server.port')).toMatchObject({
    value: '4001',
    source: 'PORT, environment',
  });
  expect(explained.find(({ setting }) => setting === 'model.azureKey')).toMatchObject({
    value: '[redacted]',
    source: 'AZURE_OPENAI_API_KEY, environment',
  });
  expect(JSON.stringify(explained) + JSON.stringify(settings)).not.toContain('very-secret');
});
