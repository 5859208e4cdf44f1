import { inspect } from 'node:util';

/** A value that no log line, template, JSON or inspection shows. Only `reveal` gives it, at the place of use. */
export type Secret = { reveal(): string; toString(): string };

export const REDACTED = '[redacted]';
const secrets = new WeakSet();
const redacted = () => REDACTED;

export const secret = (value: string): Secret => {
  const wrapped: Secret = Object.freeze({
    reveal: () => value,
    toString: redacted,
    toJSON: redacted,
    [Symbol.toPrimitive]: redacted,
    [inspect.custom]: redacted,
  });
  secrets.add(wrapped);
  return wrapped;
};

export const isSecret = (value: unknown): value is Secret =>
  typeof value === 'object' && value !== null && secrets.has(value);

/** An address as it may be shown: what is written before its `@` may be a password. */
export const hidePassword = (text: string): string =>
  text.replaceAll(/\/\/[^/?#\s]*@/g, `//${REDACTED}@`);
