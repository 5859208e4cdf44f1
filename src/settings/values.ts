import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { secret } from '../lib/secret.ts';

/**
 * Reads one value from its text; `undefined` means that it does not fit. The issue's message is the fix:
 * it is shown after what was found.
 */
const reader = <Value>(fix: string, read: (text: string) => Value | undefined) =>
  z.string().transform((text, context): Value => {
    const value = read(text.trim());
    if (value !== undefined) return value;
    context.addIssue(fix);
    return z.NEVER;
  });

const within = (value: number, least: number, most: number) =>
  value >= least && value <= most ? value : undefined;

export const wholeNumber = (least: number, most: number) =>
  reader(`Write a whole number from ${least} to ${most}.`, (text) =>
    /^\d{1,15}$/.test(text) ? within(Number(text), least, most) : undefined,
  );

export const decimal = (least: number, most: number) =>
  reader(`Write a number from ${least} to ${most}.`, (text) =>
    /^\d+(\.\d+)?$/.test(text) ? within(Number(text), least, most) : undefined,
  );

const unitBytes: Record<string, number> = { '': 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };

/** Bytes: `1048576`, `500 KB`, `50MB`, `1 GB`. */
export const size = (mostMegabytes: number) =>
  reader(`Write a size such as 50MB, at most ${mostMegabytes}MB.`, (text) => {
    const [, digits, unit] = /^(\d{1,15})\s*(KB|MB|GB|)$/i.exec(text) ?? [];
    const bytes = Number(digits) * (unitBytes[unit?.toUpperCase() ?? ''] ?? Number.NaN);
    return within(bytes, 1, mostMegabytes * 1024 ** 2);
  });

/** Seconds in the environment, milliseconds in the program. */
export const seconds = (least: number, most: number) =>
  reader(`Write a number of seconds from ${least} to ${most}.`, (text) => {
    const value = /^\d+(\.\d+)?$/.test(text) ? within(Number(text), least, most) : undefined;
    return value === undefined ? undefined : Math.round(value * 1000);
  });

const yes = new Set(['true', '1', 'yes', 'on', 'y', 't']);
const no = new Set(['false', '0', 'no', 'off', 'n', 'f']);

export const yesNo = reader('Write true or false.', (text) => {
  const word = text.toLowerCase();
  if (yes.has(word)) return true;
  return no.has(word) ? false : undefined;
});

export const choice = <const Word extends string>(words: readonly [Word, ...Word[]]) =>
  reader(`Write one of: ${words.join(', ')}.`, (text) =>
    words.find((word) => word === text.toLowerCase()),
  );

export const text = reader('Write some text.', (value) => value || undefined);

export const secretText = reader('Write the secret.', (value) => secret(value));

const withoutSlash = (url: URL) => url.href.replace(/\/+$/, '');

const parseUrl = (value: string): URL | undefined => {
  const url = URL.parse(value);
  const fits = url && /^https?:$/.test(url.protocol) && !url.username && !url.password;
  return fits ? url : undefined;
};

export const webAddress = reader(
  'Write an address such as https://models.example.org, without a user name or password in it.',
  (value) => {
    const url = parseUrl(value);
    return url && withoutSlash(url);
  },
);

/** A list is split on `|` if there is one, else on commas. Undefined when an item does not fit. */
const listOf = (value: string, read: (item: string) => string | undefined) => {
  const items = value.split(value.includes('|') ? '|' : ',').map((item) => item.trim());
  const found = items.filter(Boolean).map(read);
  const fitting = found.filter((item) => item !== undefined);
  return fitting.length === found.length ? fitting : undefined;
};

export const origins = reader(
  'Write origins such as https://app.example.org, separated by commas, each without a path.',
  (value) =>
    listOf(value, (item) => {
      const origin = parseUrl(item)?.origin;
      return item.replace(/\/$/, '').toLowerCase() === origin ? origin : undefined;
    }),
);

const isRange = (item: string) =>
  item.includes('/') ? ipaddr.isValidCIDR(item) : ipaddr.isValid(item);

export const addressRanges = reader(
  'Write addresses or ranges such as 10.0.0.0/8, separated by commas.',
  (value) => listOf(value, (item) => (isRange(item) ? item : undefined)),
);

export const basePath = reader(
  'Write a path such as /docent: a slash first, none at the end.',
  (value) => {
    if (value === '/') return '';
    return /^(\/[\w.~-]+)*$/.test(value) ? value : undefined;
  },
);
