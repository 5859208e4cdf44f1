import { createHash, randomBytes } from 'node:crypto';

/** `prefix_` and 32 hex digits that sort by time of making: 48 bits of milliseconds, then 80 random ones. */
export const newId = (prefix: string, now = Date.now()): string =>
  `${prefix}_${now.toString(16).padStart(12, '0')}${randomBytes(10).toString('hex')}`;

/** 256 random bits, URL-safe: for sessions, keys and links. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

export const sha256 = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');
