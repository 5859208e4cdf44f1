import { inspect } from 'node:util';

/** A value that no log line, template, JSON or inspection shows. Only `reveal` gives it, at the place of use. */
export type Secret = { reveal(): string };

export const REDACTED = '[redacted]';
const redacted = () => REDACTED;

export const secret = (value: string): Secret => {
  // Not enumerable, so that spreading or walking the object finds nothing either.
  const hidden = Object.create(null, {
    reveal: { value: () => value },
    toString: { value: redacted },
    toJSON: { value: redacted },
    [Symbol.toPrimitive]: { value: redacted },
    [inspect.custom]: { value: redacted },
  }) as Secret;
  return Object.freeze(hidden);
};

export const isSecret = (value: unknown): value is Secret =>
  typeof value === 'object' && value !== null && 'reveal' in value && 'toJSON' in value;
