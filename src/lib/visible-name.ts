/** A name or path of somebody's files, for people to read: what would not be seen, or turn the text round, is spelt. */
export const visibleName = (name: string): string =>
  name.replaceAll(
    /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
