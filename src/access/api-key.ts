import { timingSafeEqual } from 'node:crypto';
import { newId, newSecret, sha256 } from '../lib/ids.ts';

const written = /^dk_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/;

/** `dk_<id>_<secret>`: found by its id, believed by its hash. */
export const newApiKey = (): { id: string; text: string; hash: string } => {
  const id = newId('key');
  const secret = newSecret();
  return { id, text: `dk_${id.slice('key_'.length)}_${secret}`, hash: sha256(secret) };
};

export const readApiKey = (text: string): { id: string; secret: string } | null => {
  const [, id, secret] = written.exec(text) ?? [];
  return id !== undefined && secret !== undefined ? { id: `key_${id}`, secret } : null;
};

/** Takes the same time whether the first or the last character differs, or there is no such key. */
export const isSecretOf = (hash: string | undefined, secret: string): boolean => {
  const given = Buffer.from(sha256(secret), 'hex');
  const known = Buffer.from(hash ?? sha256(''), 'hex');
  return timingSafeEqual(given, known) && hash !== undefined;
};
