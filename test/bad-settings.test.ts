import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runDocent, startProcess } from '../testing/docent-process.ts';

/** Wrong settings are all told at once, by name and with what helps, before anything starts; secrets never. */
const CANARY = 'sk-canary-5e77a1c0ffee';
let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'docent-settings-'));
});
afterAll(() => rm(home, { recursive: true }));

const serve = (env: Record<string, string>) =>
  runDocent(['serve', '--data', join(home, 'data')], env);

const wrong: [string, Record<string, string>, RegExp[]][] = [
  [
    'a port that is none',
    { PORT: 'http' },
    [/PORT \(environment\): "http" does not fit/, /0 to 65535/],
  ],
  ['a size without a meaning', { DOCENT_UPLOAD_LIMIT: 'lots' }, [/DOCENT_UPLOAD_LIMIT/, /50MB/]],
  ['a time below zero', { DOCENT_TURN_SECONDS: '-1' }, [/DOCENT_TURN_SECONDS/, /from 1 to 3600/]],
  [
    'an address that is none',
    { OPENAI_BASE_URL: 'models.example.org', DOCENT_MODEL: 'm' },
    [/OPENAI_BASE_URL/],
  ],
  [
    'a password in an address',
    { OPENAI_BASE_URL: `https://me:${CANARY}@example.org`, DOCENT_MODEL: 'm' },
    [/OPENAI_BASE_URL/],
  ],
  [
    'two names of one setting',
    { AZURE_OPENAI_KEY: CANARY, AZURE_OPENAI_API_KEY: `${CANARY}2` },
    [/two names of one setting/],
  ],
  [
    'half of https',
    { DOCENT_TLS_CERT: '/cert.pem' },
    [/DOCENT_TLS_KEY|only DOCENT_TLS_CERT is set/],
  ],
  [
    'a file of settings that is not there',
    { DOTENV_PATH: '/no/such/.env' },
    [/there is no file \/no\/such\/\.env/],
  ],
  [
    'a file of a secret that is not there',
    { OPENAI_API_KEY_FILE: '/no/such/key', DOCENT_MODEL: 'm' },
    [/there is no file \/no\/such\/key/],
  ],
  ['a folder as a file of settings', { DOTENV_PATH: tmpdir() }, [/cannot be read/]],
  [
    'several at once',
    { PORT: 'x', DOCENT_TEMPERATURE: 'hot', DOCENT_LOG_LEVEL: 'loud' },
    [/PORT/, /DOCENT_TEMPERATURE/, /DOCENT_LOG_LEVEL/],
  ],
];

test.for(wrong)('%s', async ([, env, told]) => {
  const { code, stdout, stderr } = await serve({ ...env, OPENAI_API_KEY: CANARY });
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain('the settings need attention');
  for (const words of told) expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(/our fault|\n {4}at /);
  expect(stderr).not.toContain(CANARY);
});

test.for([
  ['a certificate that is not there', '/no/such/cert.pem', null],
  ['a certificate that is none', null, 'no certificate'],
])('%s is told in one line', async ([, missing, content]) => {
  const file = join(home, 'tls.pem');
  await writeFile(file, content ?? '');
  const path = missing ?? file;
  const { code, stderr } = await serve({ PORT: '0', DOCENT_TLS_CERT: path, DOCENT_TLS_KEY: path });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^docent: .*certificate.*\n$/);
});

test('no command and no log line says a secret', async () => {
  const file = join(home, 'with-secrets.env');
  await writeFile(
    file,
    `OPENAI_API_KEY="${CANARY}"\nOPENAI_BASE_URL=http://127.0.0.1:9/v1\nDOCENT_MODEL=m\n`,
  );
  const env = { DOTENV_PATH: file, DOCENT_LOG_LEVEL: 'debug' };
  const data = ['--data', join(home, 'secrets')];
  const server = await startProcess(data, env);
  let said = '';
  for (const stream of [server.child.stdout, server.child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  const commands = [
    ['settings'],
    ['settings', '--json'],
    ['doctor'],
    ['doctor', '--json'],
    ['ask', 'How long?'],
  ];
  for (const command of commands) {
    const { stdout, stderr } = await runDocent([...command, ...data], env);
    expect(stdout + stderr).not.toBe('');
    said += stdout + stderr;
  }
  server.child.kill('SIGTERM');
  await server.ended;
  expect(said).toContain('OPENAI_API_KEY');
  expect(said).not.toContain(CANARY);
});
