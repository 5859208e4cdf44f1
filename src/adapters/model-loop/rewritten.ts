const MOST_CHARACTERS = 400;
const LABEL =
  /^(?:\**(?:(?:the )?(?:rewritten|standalone|stand-alone|reformulated|search)[ -]?(?:question|query)?|question|query|frage|answer|output)\**\s*[:：]\**\s*)+/iu;
const FENCE = /^```\w*\s*|\s*```$/g;
const QUOTES = /^(["'“„«»`*]+)\s*([\s\S]*?)\s*["'”“«»`*]+$/u;

/** Of words their beginning, so that an ending does not count; of dense scripts every sign. */
const unitsOf = (text: string): string[] =>
  (
    text
      .toLowerCase()
      .match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+/gu) ?? []
  )
    .filter((word) => word.length > 3 || !/^[a-zäöüß]+$/.test(word))
    .map((word) => word.slice(0, 4));

/** What is asked stays what was spoken of: half of its words were said before. */
const isAboutTheSame = (question: string, said: string): boolean => {
  const known = new Set(unitsOf(said));
  const units = unitsOf(question);
  return units.length > 0 && units.filter((unit) => known.has(unit)).length >= units.length / 2;
};

const unwrapped = (written: string): string => {
  const text = written.trim().replaceAll(FENCE, '').trim();
  const json = /^\{\s*"[\w -]{1,40}"\s*:\s*("(?:[^"\\]|\\.)*")\s*\}$/.exec(text)?.[1];
  if (json === undefined) return text;
  try {
    return String(JSON.parse(json));
  } catch {
    return ''; // what looks like JSON and is none is no question
  }
};

/** The question that a model wrote; null when it is none: too long, several lines, or about something else. */
export const readRewritten = (written: string, said: string): string | null => {
  const text = unwrapped(written.slice(0, 4 * MOST_CHARACTERS))
    .replace(LABEL, '')
    .trim();
  const question = text.replace(QUOTES, '$2').trim();
  const fits = question.length <= MOST_CHARACTERS && !/[\n\r]/.test(question);
  return fits && isAboutTheSame(question, said) ? question : null;
};
