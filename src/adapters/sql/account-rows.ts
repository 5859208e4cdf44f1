import type { Account, ApiKey } from '../../ports/account-store.ts';
import type { ControlTables } from './tables.ts';

export const accountOf = ({ groups, disabled, ...row }: ControlTables['accounts']): Account => ({
  ...row,
  groups: JSON.parse(groups),
  disabled: disabled === 1,
});

export const keyOf = ({ scopes, ...row }: ControlTables['keys']): ApiKey => ({
  ...row,
  scopes: JSON.parse(scopes),
});
