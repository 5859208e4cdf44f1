import { explainSettings } from '../../settings/explain.ts';
import { isSet, type Run } from '../command.ts';
import { examineSettings } from '../load-settings.ts';
import { exitCodes, say } from '../terminal.ts';
import { table } from '../../lib/table.ts';

/** Shows what is set, also while something is wrong with it. */
export const run: Run = async (invocation) => {
  const { stdout, stderr } = invocation.terminal;
  const { given, mistakes, warnings } = examineSettings(invocation);
  const explained = explainSettings(given);
  for (const warning of warnings) say(stderr, `Note: ${warning}`);
  for (const { wrong, fix } of mistakes) say(stderr, `Wrong: ${wrong} ${fix}`);
  if (isSet(invocation, 'json')) {
    say(stdout, JSON.stringify({ settings: explained, mistakes, warnings }));
  } else {
    const rows = explained.map(({ names, value, source, meaning }) => [
      names[0] ?? '',
      value ?? '',
      source,
      meaning,
    ]);
    for (const line of table([['name', 'value', 'from', 'meaning'], ...rows])) say(stdout, line);
  }
  return mistakes.length === 0 ? exitCodes.done : exitCodes.failed;
};
