import type { DocumentWarning } from '../../../domain/document.ts';

const LINE_ENDS = /\r\n?|[\u2028\u2029\u0085\v\f]/gu;
const TAG_CHARACTERS = /[\u{E0000}-\u{E007F}]/gu;
const DIRECTION_OVERRIDES = /[\u202A-\u202E\u2066-\u2069]/gu;
// Joiners (200C, 200D) stay: some scripts and emoji need them.
const NEVER_SHOWN = /(?![\t\n])\p{Cc}|[\u00AD\u200B\u2060-\u2064\uFEFF]/gu;
const ANY = /(?![\t\n])\p{Cc}|[\u00AD\u200B\u2028-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]/u;

/** Takes away what no reader can see, and remembers what a person should be told about. */
export const createCleaner = () => {
  let tagCharacters = 0;
  let overrides = 0;
  const counting = (add: () => void) => () => {
    add();
    return '';
  };
  return {
    clean: (text: string): string =>
      ANY.test(text)
        ? text
            .replaceAll(LINE_ENDS, '\n')
            .replaceAll(
              TAG_CHARACTERS,
              counting(() => (tagCharacters += 1)),
            )
            .replaceAll(
              DIRECTION_OVERRIDES,
              counting(() => (overrides += 1)),
            )
            .replaceAll(NEVER_SHOWN, '')
        : text,
    warnings: (): DocumentWarning[] => [
      ...(tagCharacters === 0
        ? []
        : [
            {
              code: 'hidden-characters',
              range: null,
              reason: `${tagCharacters} invisible characters that can carry hidden instructions were removed.`,
            },
          ]),
      ...(overrides === 0
        ? []
        : [
            {
              code: 'direction-overrides',
              range: null,
              reason: `${overrides} characters that change the reading direction were removed: the text may look different from what it says.`,
            },
          ]),
    ],
  };
};

export type Cleaner = ReturnType<typeof createCleaner>;
