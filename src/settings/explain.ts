import { hidePassword, REDACTED } from '../lib/secret.ts';
import type { GivenSettings } from './gather.ts';
import { settingKeys, table } from './table.ts';

export type ExplainedSetting = {
  setting: string;
  /** All its variable names, the preferred one first. */
  names: readonly string[];
  option: string | null;
  /** As it was written; null when it is not set and has no default. */
  value: string | null;
  /** `command line`, `environment`, the `.env` file or `default`. */
  source: string;
  meaning: string;
};

/** Every setting with its value, where the value comes from, and what it means. Secrets stay hidden. */
export const explainSettings = (given: GivenSettings): ExplainedSetting[] =>
  settingKeys.map((key) => {
    const { names, flag, secret, meaning } = table[key];
    const value = given[key];
    return {
      setting: key,
      names,
      option: flag ? `--${flag}` : null,
      value: value ? (secret ? REDACTED : hidePassword(value.text)) : null,
      source: value ? sourceOf(value) : 'not set',
      meaning,
    };
  });

const sourceOf = ({ name, source }: { name: string; source: string }) =>
  source === 'default' || source === 'command line' ? source : `${name}, ${source}`;
