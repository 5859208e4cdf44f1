import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import type { KeyView, Me } from '../../src/contracts/identity.ts';
import { keys, ownWords, useKeys } from '../api/queries.ts';
import { call, explain } from '../api/request.ts';
import { announce } from '../parts/announcer.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { copyText } from '../parts/copy.ts';
import { IconButton } from '../parts/icon-button.tsx';
import { NewKey } from './new-key.tsx';

const day = (time: number): string =>
  new Date(time).toLocaleDateString('en', { dateStyle: 'medium' });

const used = ({ lastUsedAt }: KeyView): string =>
  lastUsedAt === null ? 'never used' : `last used ${day(lastUsedAt)}`;

const rights = ({ scopes }: KeyView): string => {
  if (scopes.includes('admin')) return 'everything';
  return scopes.includes('knowledge:write') ? 'asks, changes documents' : 'asks, reads documents';
};

/** The one time that a key can be read. */
const Secret = ({ text }: { text: string }) => {
  const [copied, setCopied] = useState(false);
  return (
    <div role="status" className="mt-3 rounded-lg bg-brand-soft px-3 py-2.5 text-sm">
      <p>Copy the key now. It is not shown again.</p>
      <div className="mt-1 flex items-center gap-2">
        <code className="min-w-0 flex-1 font-mono text-xs wrap-anywhere select-all">{text}</code>
        <IconButton
          label="Copy the key"
          onClick={() =>
            void copyText(text)
              .then(() => setCopied(true))
              .then(() => announce('Copied'))
          }
        >
          {copied ? <Check size={15} aria-hidden /> : <Copy size={15} aria-hidden />}
        </IconButton>
      </div>
    </div>
  );
};

const Key = ({ entry }: { entry: KeyView }) => {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const revoke = useMutation({
    meta: ownWords,
    mutationFn: () => call(`/keys/${entry.id}`, { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.keys }),
  });
  return (
    <li className="flex items-center gap-3 py-2 text-sm">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium" title={entry.name}>
          {entry.name}
        </p>
        <p className="text-xs text-muted-foreground">
          {[rights(entry), `made ${day(entry.createdAt)}`, used(entry)].join(' · ')}
        </p>
        {revoke.error === null ? null : (
          <p role="alert" className="text-xs text-danger">
            {explain(revoke.error)}
          </p>
        )}
      </div>
      <button
        type="button"
        aria-label={`Revoke ${entry.name}`}
        className="button button-quiet h-8"
        onClick={() => setAsking(true)}
      >
        Revoke
      </button>
      {asking ? (
        <ConfirmDialog
          title={`Revoke “${entry.name}”?`}
          description="Programs that use this key are refused from now on."
          action="Revoke"
          onConfirm={revoke.mutate}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </li>
  );
};

/** Keys for programs: which there are, a new one, and the end of one. */
export const KeysSection = ({ role }: Pick<Me, 'role'>) => {
  const { data, error } = useKeys();
  const [secret, setSecret] = useState<string | null>(null);
  const items = data?.items.filter(({ revokedAt }) => revokedAt === null) ?? [];
  return (
    <section aria-labelledby="keys-title">
      <h3 id="keys-title" className="text-sm font-medium">
        API keys
      </h3>
      <p className="mb-2 text-xs text-muted-foreground">
        For programs that ask Docent, with the OpenAI client or its own API.
      </p>
      {error ? (
        <p role="alert" className="text-sm text-danger">
          {explain(error)}
        </p>
      ) : null}
      {items.length === 0 ? null : (
        <ul aria-label="API keys" className="mb-3 divide-y divide-border border-y border-border">
          {items.map((entry) => (
            <Key key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
      <NewKey role={role} onMade={setSecret} />
      {secret === null ? null : <Secret key={secret} text={secret} />}
    </section>
  );
};
