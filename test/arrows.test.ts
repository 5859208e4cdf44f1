import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

/** Who may import whom, by folder of `src/`. What is not listed here is not allowed. */
const below = ['turn', 'conversations', 'knowledge', 'access', 'safety', 'tools'];
const base = ['ports', 'domain', 'lib'];
const arrows: Record<string, readonly string[]> = {
  main: ['cli', 'adapters/start-ahead', 'lib'],
  cli: ['compose', 'settings', 'contracts', ...below, ...base],
  'choose-model': ['adapters/catalog', 'settings', ...base],
  compose: [
    'choose-model',
    'adapters/catalog',
    'settings',
    'http',
    'surfaces',
    'jobs',
    'contracts',
    ...below,
    ...base,
  ],
  settings: ['domain', 'lib'],
  http: ['surfaces', 'contracts', ...below, ...base],
  surfaces: ['http', 'contracts', ...below, ...base],
  jobs: [...below, ...base],
  turn: ['conversations', 'knowledge', 'access', 'safety', 'tools', ...base],
  conversations: ['knowledge', 'access', ...base],
  knowledge: ['access', ...base],
  access: base,
  safety: base,
  tools: ['knowledge', ...base],
  ports: ['domain'],
  domain: [],
  contracts: [],
  lib: ['domain/problem'],
  'adapters/catalog': ['adapters', ...base],
  adapters: base,
};

const IMPORT =
  /(?:^|[\s;}])(?:import|export)\b(?:[^'"`;]*?\bfrom)?\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|new URL\(\s*['"](\.[^'"]+)['"]/gm;

type Arrow = { file: string; to: string };

const importsBelow = (root: string): Arrow[] =>
  globSync(`${root}/**/*.{ts,tsx}`).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(IMPORT)].map((match) => {
      const to = match[1] ?? match[2] ?? match[3] ?? '';
      return { file, to: to.startsWith('.') ? normalize(join(dirname(file), to)) : to };
    }),
  );

const own = importsBelow('src').filter(({ file }) => !/\.test(-\w+)?\.ts$/.test(file));

/** `src/turn/stages/cite.ts` → `turn`; the catalog and single files are places of their own. */
const placeOf = (file: string): string => {
  const path = file.replace(/^src\//, '').replace(/\.ts$/, '');
  if (path === 'adapters/catalog') return path;
  return path.split('/')[0] ?? path;
};

const isAllowed = ({ file, to }: Arrow): boolean => {
  const from = placeOf(file);
  const target = placeOf(to);
  if (from === target) return true;
  const targetFile = to.replace(/^src\//, '').replace(/\.ts$/, '');
  return (arrows[from] ?? []).some((allowed) => allowed === target || allowed === targetFile);
};

test('imports follow the arrows', () => {
  const inside = own.filter(({ to }) => to.startsWith('src/'));
  expect(inside.length).toBeGreaterThan(100);
  const against = inside.filter((arrow) => !isAllowed(arrow));
  expect(against.map(({ file, to }) => `${file} → ${to}`)).toEqual([]);
});

test('every folder has its arrows', () => {
  const places = new Set(own.map(({ file }) => placeOf(file)));
  expect([...places].filter((place) => !(place in arrows))).toEqual([]);
});

test('contracts import zod only, domain and ports nothing from outside', () => {
  const outside = own.filter(({ to }) => !to.startsWith('src/'));
  const wrong = outside.filter(({ file, to }) => {
    if (file.startsWith('src/contracts/')) return to !== 'zod';
    return file.startsWith('src/domain/') || file.startsWith('src/ports/');
  });
  expect(wrong).toEqual([]);
});

test('the web app imports contracts and nothing else of the server', () => {
  const wrong = importsBelow('web').filter(
    ({ to }) => to.startsWith('src/') && !to.startsWith('src/contracts/'),
  );
  expect(wrong).toEqual([]);
});

/** Law 8: each way to the outside has one door. */
const doors: { what: string; modules: RegExp; allowed: RegExp }[] = [
  {
    what: 'network calls',
    modules: /^(node:)?(http|https|http2|net|tls|dns|dgram)(\/promises)?$|^undici$/,
    allowed: /^src\/(adapters\/outbound|http\/listen|cli\/|lib\/no-network)/,
  },
  {
    what: 'child processes',
    modules: /^(node:)?child_process$/,
    allowed: /^src\/lib\/child-process/,
  },
  {
    what: 'tenant databases',
    modules: /^node:sqlite$/,
    allowed: /^src\/adapters\/sqlite\//,
  },
];

test('the process that reads files closes the network before anything else', () => {
  const [first] = importsBelow('src').filter(({ file }) => file.endsWith('extraction/child.ts'));
  expect(first?.to).toBe('src/lib/no-network.ts');
});

test.for(doors)('$what go through one door', ({ modules, allowed }) => {
  const users = own.filter(({ to }) => modules.test(to)).map(({ file }) => file);
  expect(users.filter((file) => !allowed.test(file))).toEqual([]);
});

test('nobody calls the global fetch, reads process, or makes code from text', () => {
  const files = globSync('src/**/*.ts').filter((file) => !file.endsWith('.test.ts'));
  const found = files.flatMap((file) => {
    const text = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
    const marks = [
      /(?:await|return|=>|[=(,]) fetch\(/,
      /\beval\(/,
      /new Function\(/,
      /node:vm\b/,
      /globalThis\.fetch/,
    ];
    if (file !== 'src/main.ts')
      marks.push(/(?<![.\w'])process\.(env|exit|argv|stdout|stderr|stdin|on)\b/);
    return marks.filter((mark) => mark.test(text)).map((mark) => `${file}: ${mark.source}`);
  });
  // The child is a program of its own; a bundle is this program, run with what V8 has compiled of it.
  const allowed = /^src\/adapters\/embedded\/extraction\/\S*child|^src\/lib\/bundle\.ts: node:vm/;
  expect(found.filter((line) => !allowed.test(line))).toEqual([]);
});
