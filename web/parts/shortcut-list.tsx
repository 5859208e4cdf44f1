import { useState } from 'react';
import { commands, printedKeys } from './commands.ts';
import Dialog from './dialog-popup.tsx';
import { readFlag, writeFlag } from './flags.ts';

const groups = [...new Set(commands.map(({ group }) => group))];

const extra = [
  { keys: 'Enter', label: 'Send the question' },
  { keys: 'Shift+Enter', label: 'New line in the question' },
];

const Row = ({ keys, label }: { keys: string; label: string }) => (
  <div className="flex items-center justify-between gap-4 py-1">
    <dt className="text-sm">{label}</dt>
    <dd className="flex gap-1">
      {printedKeys(keys).map((key) => (
        <kbd key={key} className="key">
          {key}
        </kbd>
      ))}
    </dd>
  </div>
);

const ShortcutList = ({ onClose }: { onClose: () => void }) => {
  const [single, setSingle] = useState(() => readFlag('single-keys', true));
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose} width="max-w-2xl">
      <div className="grid gap-x-10 gap-y-5 sm:grid-cols-2">
        {groups.map((group) => (
          <section key={group} aria-label={group}>
            <h3 className="mb-1 text-xs text-muted-foreground">{group}</h3>
            <dl>
              {commands
                .filter((command) => command.group === group)
                .map(({ id, keys, label }) => (
                  <Row key={id} keys={keys} label={label} />
                ))}
              {group === 'Conversation'
                ? extra.map((row) => <Row key={row.keys} {...row} />)
                : null}
            </dl>
          </section>
        ))}
      </div>
      <label className="mt-5 flex items-center gap-2 text-sm">
        <input
          type="checkbox"
          checked={single}
          onChange={(event) => {
            setSingle(event.target.checked);
            writeFlag('single-keys', event.target.checked);
          }}
        />
        Shortcuts of one key without Ctrl
      </label>
    </Dialog>
  );
};

export default ShortcutList;
