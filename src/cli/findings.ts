import { access, constants, stat, statfs } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { isMissing } from '../lib/files.ts';
import { programFolder } from '../lib/program-folder.ts';
import type { LoadedSettings, Settings } from '../settings/load.ts';

/** One thing the doctor looked at. A fault says what helps. */
export type Finding = {
  about: string;
  verdict: 'good' | 'note' | 'fault';
  detail: string;
  fix?: string;
};

const LITTLE_ROOM = 1024 ** 3;
const NO_ROOM = 100 * 1024 ** 2;

export const settingFindings = ({ mistakes, warnings, settings }: LoadedSettings): Finding[] => [
  ...mistakes.map(({ wrong, fix }): Finding => ({
    about: 'settings',
    verdict: 'fault',
    detail: wrong,
    fix,
  })),
  ...warnings.map((detail): Finding => ({ about: 'settings', verdict: 'note', detail })),
  ...(settings ? [{ about: 'settings', verdict: 'good', detail: 'read' } as const] : []),
];

/** The folder itself, or the nearest one above it that exists: there it would be made. */
const nearestFolder = (folder: string): string =>
  existsSync(folder) || dirname(folder) === folder ? folder : nearestFolder(dirname(folder));

export const folderFindings = async (folder: string): Promise<Finding[]> => {
  const about = 'data folder';
  const nearest = nearestFolder(resolve(folder));
  try {
    await access(nearest, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    const fix = 'Give this user the right to write there, or name another folder in DOCENT_DATA.';
    return [{ about, verdict: 'fault', detail: `${nearest} cannot be written.`, fix }];
  }
  const findings: Finding[] = [{ about, verdict: 'good', detail: `${folder} can be written` }];
  const others = (await stat(nearest)).mode & 0o077;
  if (nearest === resolve(folder) && others !== 0) {
    const detail = `Other users of this machine may look into ${folder}.`;
    findings.push({ about, verdict: 'note', detail, fix: `chmod 700 ${folder}` });
  }
  const { bavail, bsize } = await statfs(nearest);
  const room = bavail * bsize;
  const detail = `${(room / 1024 ** 3).toFixed(1)} GB free`;
  if (room >= LITTLE_ROOM) findings.push({ about: 'disk', verdict: 'good', detail });
  else {
    const verdict = room < NO_ROOM ? 'fault' : 'note';
    findings.push({
      about: 'disk',
      verdict,
      detail,
      fix: 'Free some space, or move the data folder.',
    });
  }
  return findings;
};

const isInstalled = (name: string): boolean => {
  try {
    return findPackageJSON(name, import.meta.url) !== undefined;
  } catch {
    return false;
  }
};

const signsInByIdentity = (place: Settings['model'] | Settings['embedding']): boolean =>
  place.kind === 'azure-openai' && !place.apiKey;

/** What the program needs besides itself, for these settings. */
export const partFindings = ({ model, embedding }: Settings): Finding[] => {
  const page = existsSync(join(programFolder(), 'dist/web/index.html'));
  const needed = [
    '@llamaindex/liteparse',
    'officeparser',
    ...([model, embedding].some(signsInByIdentity) ? ['@azure/identity'] : []),
  ];
  const missing = needed.filter((name) => !isInstalled(name));
  return [
    page
      ? { about: 'web page', verdict: 'good', detail: 'built' }
      : { about: 'web page', verdict: 'fault', detail: 'It is not built.', fix: 'npm run build' },
    ...missing.map((name): Finding => ({
      about: 'packages',
      verdict: 'fault',
      detail: `${name} is missing.`,
      fix: `npm install ${name}`,
    })),
    ...(missing.length === 0
      ? [{ about: 'packages', verdict: 'good', detail: 'all there' } as const]
      : []),
  ];
};

const readableFile = async (path: string): Promise<string | null> => {
  try {
    await access(path, constants.R_OK);
    return null;
  } catch (thrown) {
    return isMissing(thrown) ? `There is no file ${path}.` : `${path} cannot be read.`;
  }
};

export const certificateFindings = async ({ server }: Settings): Promise<Finding[]> => {
  const files = [server.tlsCert, server.tlsKey].filter((path) => path !== undefined);
  const details = (await Promise.all(files.map(readableFile))).filter((detail) => detail !== null);
  return details.map((detail) => ({
    about: 'https',
    verdict: 'fault',
    detail,
    fix: 'Correct DOCENT_TLS_CERT and DOCENT_TLS_KEY.',
  }));
};

/** What other machines come to see. */
export const leavesTheMachine = ({ model, embedding }: Settings): string => {
  if (model.kind === 'none' && embedding.kind === 'none')
    return 'Nothing leaves this machine: answers are quoted, without a model.';
  const questions = 'each question, the conversation before it and the passages found for it';
  const texts = 'the text of every document, and each question, to become vectors';
  const sent = [
    ...(model.kind === 'none' ? [] : [`To ${hostOf(model)} go ${questions}`]),
    ...(embedding.kind === 'none' ? [] : [`To ${hostOf(embedding)} go ${texts}`]),
  ];
  return `${sent.join('. ')}; nothing else leaves this machine.`;
};

const hostOf = (place: { baseUrl: string } | { endpoint: string }): string =>
  new URL('baseUrl' in place ? place.baseUrl : place.endpoint).host;
