import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { KeyView, Me } from '../../src/contracts/identity.ts';
import { keys, ownWords } from '../api/queries.ts';
import { explain, json } from '../api/request.ts';

type Rights = Pick<KeyView, 'role' | 'scopes'> & { id: string; label: string };

const rights: Rights[] = [
  { id: 'ask', label: 'Ask and read', role: 'member', scopes: ['ask', 'knowledge:read'] },
  {
    id: 'write',
    label: 'Ask, change documents',
    role: 'member',
    scopes: ['ask', 'knowledge:read', 'knowledge:write'],
  },
  {
    id: 'all',
    label: 'Everything',
    role: 'administrator',
    scopes: ['ask', 'knowledge:read', 'knowledge:write', 'admin'],
  },
];

type Props = Pick<Me, 'role'> & {
  /** Given the key itself, which nobody can read again. */
  onMade: (secret: string) => void;
};

export const NewKey = ({ role, onMade }: Props) => {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState('ask');
  const offered = rights.filter((each) => each.role === 'member' || role !== 'member');
  const make = useMutation({
    meta: ownWords,
    mutationFn: ({ role, scopes }: Pick<Rights, 'role' | 'scopes'>) =>
      json<{ key: string }>('/keys', { method: 'POST', body: { name: name.trim(), role, scopes } }),
    onSuccess: ({ key }) => {
      setName('');
      onMade(key);
      return client.invalidateQueries({ queryKey: keys.keys });
    },
  });
  return (
    <form
      className="flex flex-wrap gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = offered.find(({ id }) => id === chosen);
        if (wanted) make.mutate(wanted);
      }}
    >
      <input
        className="field min-w-40 flex-1"
        aria-label="Name of the key"
        placeholder="Name of a new key"
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <select
        aria-label="What the key may do"
        className="field w-auto"
        value={chosen}
        onChange={(event) => setChosen(event.target.value)}
      >
        {offered.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </select>
      <button
        type="submit"
        className="button button-quiet"
        disabled={name.trim() === '' || make.isPending}
      >
        Create
      </button>
      {make.error === null ? null : (
        <p role="alert" className="w-full text-sm text-danger">
          {explain(make.error)}
        </p>
      )}
    </form>
  );
};
