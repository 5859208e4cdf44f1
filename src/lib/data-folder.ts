const HELD = ['control.db', 'tenants'];

/**
 * Whether these are the names in a data folder or a backup of one. No document is looked for there: its databases hold
 * what others said, and reading a lock through releases it.
 */
export const isDataFolder = (names: readonly string[]): boolean =>
  HELD.every((name) => names.includes(name));
