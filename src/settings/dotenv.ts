/** One pair of quotes around the whole value, of either kind, is not part of it. */
export const unquote = (value: string): string => {
  const [, , inside] = /^(["'])(.*)\1$/s.exec(value.trim()) ?? [];
  return inside ?? value.trim();
};

/**
 * Reads `NAME=value` lines. Node's own `parseEnv` cuts an unquoted value at any `#`, also inside a key;
 * here, as in python-dotenv, a comment needs white space before it.
 */
export const parseDotenv = (content: string): Map<string, string> => {
  const assignment =
    /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=(?:[ \t]*("[^"]*"|'[^']*')|([^\n]*?))(?:[ \t]+#[^\n]*)?[ \t]*$/gm;
  const found = content.replaceAll('\r\n', '\n').matchAll(assignment);
  return new Map(
    [...found].map(([, name = '', quoted, bare = '']) => [name, unquote(quoted ?? bare)]),
  );
};
