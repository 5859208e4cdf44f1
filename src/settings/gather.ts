import { unquote, parseDotenv } from './dotenv.ts';
import type { SettingKey } from './sections.ts';
import { settingKeys, table, type Entry } from './table.ts';

/** Everything settings come from. Nothing else is read: no process, no clock, no network. */
export type Sources = {
  /** Command line options by their name without dashes. */
  flags: Readonly<Record<string, string | undefined>>;
  environment: Readonly<Record<string, string | undefined>>;
  /** Null when there is no such file; throws when it cannot be read. */
  readFile(path: string): string | null;
};

/** Something wrong with the settings: which variables or options, what, and what helps. */
export type Mistake = { names: string[]; wrong: string; fix: string };

/** A value as it was written, and where. */
export type Given = { name: string; source: string; text: string };

type Variables = Map<string, Given[]>;

/** As in the systems whose files we read, names are the same in upper and lower case. */
const add = (variables: Variables, source: string, entries: Iterable<[string, string]>) => {
  for (const [name, text] of entries) {
    const key = name.toUpperCase();
    if (text !== '') variables.set(key, [...(variables.get(key) ?? []), { name, source, text }]);
  }
};

const readable = (sources: Sources, path: string, name: string): string | Mistake => {
  const missing: Mistake = {
    names: [name],
    wrong: `${name}: there is no file ${path}.`,
    fix: 'Create it, or correct the path.',
  };
  try {
    return sources.readFile(path) ?? missing;
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return { ...missing, wrong: `${name}: the file ${path} cannot be read: ${reason}.` };
  }
};

/** All variables with their values: the environment before the `.env` file. Blank is unset. */
const readVariables = (sources: Sources, mistakes: Mistake[]): Variables => {
  const variables: Variables = new Map();
  const environment = Object.entries(sources.environment).map(
    ([name, text = '']): [string, string] => [name, unquote(text)],
  );
  add(variables, 'environment', environment);
  const path = variables.get('DOTENV_PATH')?.[0]?.text;
  const content = readable(sources, path ?? '.env', 'DOTENV_PATH');
  if (typeof content === 'string') add(variables, path ?? '.env', parseDotenv(content));
  else if (path !== undefined || !content.wrong.includes('there is no file'))
    mistakes.push(content);
  return variables;
};

type Search = { variables: Variables; sources: Sources; mistakes: Mistake[] };

/** What stands under one name; of the same spelling in two places the environment wins. */
const under = (name: string, { variables }: Search): Given[] => {
  const all = variables.get(name.toUpperCase()) ?? [];
  return all.filter((given) => all.find((other) => other.name === given.name) === given);
};

const fromFiles = (name: string, search: Search): Given[] =>
  under(`${name}_FILE`, search).flatMap((pointer) => {
    const content = readable(search.sources, pointer.text, pointer.name);
    if (typeof content === 'string') {
      return content.trim() ? [{ ...pointer, text: content.trim() }] : [];
    }
    search.mistakes.push(content);
    return [];
  });

const fallbackOf = ({ names, fallback }: Entry): Given | undefined =>
  fallback === undefined ? undefined : { name: names[0], source: 'default', text: fallback };

/** The value of one setting, or undefined when it is nowhere set. Two different values are a mistake. */
const valueOf = (key: SettingKey, search: Search): Given | undefined => {
  const entry = table[key];
  const flagged = entry.flag && search.sources.flags[entry.flag];
  if (flagged) return { name: `--${entry.flag}`, source: 'command line', text: flagged };
  const found = entry.names.flatMap((name) => [
    ...under(name, search),
    ...(entry.secret ? fromFiles(name, search) : []),
  ]);
  const [first] = found;
  const other = found.find((given) => given.text !== first?.text);
  if (first && other) {
    search.mistakes.push({
      names: [first.name, other.name],
      wrong: `${first.name} (${first.source}) and ${other.name} (${other.source}) are two names of one setting and have different values.`,
      fix: 'Keep one of them.',
    });
  }
  return first ?? fallbackOf(entry);
};

export type GivenSettings = Partial<Record<SettingKey, Given>>;

/** Every setting with a value: flag over environment over `.env` file over default. */
export const gather = (sources: Sources, mistakes: Mistake[]) => {
  const variables = readVariables(sources, mistakes);
  const given: GivenSettings = {};
  for (const key of settingKeys) {
    const value = valueOf(key, { variables, sources, mistakes });
    if (value) given[key] = value;
  }
  return { given, variableNames: [...variables.values()].flat().map(({ name }) => name) };
};
