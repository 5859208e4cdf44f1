import type { Me } from '../../src/contracts/identity.ts';
import { useBases, useMe } from '../api/queries.ts';
import { BasePicker } from '../bases/base-picker.tsx';
import Dialog from '../parts/dialog-popup.tsx';
import { DeleteConversations } from './delete-conversations.tsx';
import { KeysSection } from './keys-section.tsx';
import { usePersonalSettings } from './personal-settings.ts';
import { SignOut } from './sign-out.tsx';

const themes = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

const modelSettings = [
  { name: 'OPENAI_BASE_URL', meaning: 'where the model is, OpenAI-compatible' },
  { name: 'OPENAI_API_KEY', meaning: 'its key, if it wants one' },
  { name: 'DOCENT_MODEL', meaning: 'its name' },
];

const Theme = () => {
  const { theme, setTheme } = usePersonalSettings();
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium">Theme</legend>
      <div className="flex gap-4">
        {themes.map(({ value, label }) => (
          <label key={value} className="flex items-center gap-1.5 text-sm">
            <input
              type="radio"
              name="theme"
              checked={theme === value}
              onChange={() => setTheme(value)}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
};

const Bases = () => {
  const { data } = useBases();
  const { baseIds, setBaseIds } = usePersonalSettings();
  if (!data || data.items.length < 2 || baseIds === null) return null;
  return (
    <section aria-labelledby="bases-title" className="flex items-center justify-between gap-4">
      <h3 id="bases-title" className="text-sm font-medium">
        New conversations ask
      </h3>
      <BasePicker baseIds={baseIds} choose={setBaseIds} />
    </section>
  );
};

const Answers = ({ answers }: Pick<Me, 'answers'>) => (
  <section aria-labelledby="answers-title">
    <h3 id="answers-title" className="mb-1 text-sm font-medium">
      Answers
    </h3>
    {answers.kind === 'generated' ? (
      <p className="text-sm">Written by {answers.model}.</p>
    ) : (
      <>
        <p className="text-sm">
          Without a model, answers are sentences quoted from your documents. To have them written,
          start Docent with these settings:
        </p>
        <dl className="mt-2 rounded-lg bg-muted px-3 py-2 text-xs leading-6">
          {modelSettings.map(({ name, meaning }) => (
            <div key={name} className="flex flex-wrap gap-x-2">
              <dt className="font-mono">{name}</dt>
              <dd className="text-muted-foreground">{meaning}</dd>
            </div>
          ))}
        </dl>
      </>
    )}
  </section>
);

const SettingsDialog = ({ onClose }: { onClose: () => void }) => {
  const { data: me } = useMe();
  return (
    <Dialog title="Settings" onClose={onClose} width="max-w-lg">
      <div className="flex flex-col gap-6">
        <Theme />
        <Bases />
        {me ? <Answers answers={me.answers} /> : null}
        {me && me.role !== 'viewer' ? <KeysSection role={me.role} /> : null}
        <DeleteConversations />
        <section aria-label="Account" className="flex items-center justify-between gap-4 text-sm">
          <p>
            {me?.name}{' '}
            {me?.name.toLowerCase() === me?.role ? null : (
              <span className="text-muted-foreground">{me?.role}</span>
            )}
          </p>
          <SignOut />
        </section>
      </div>
    </Dialog>
  );
};

export default SettingsDialog;
