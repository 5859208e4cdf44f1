const KEPT_MS = 10 * 60_000;

/** Passwords on their way from a person to the one reading they are for: in memory only, and not for long. */
export const createPasswords = () => {
  const kept = new Map<string, { password: string; timer: NodeJS.Timeout }>();
  const keyOf = (tenant: string, documentId: string) => `${tenant} ${documentId}`;
  const take = (tenant: string, documentId: string): string | undefined => {
    const found = kept.get(keyOf(tenant, documentId));
    if (!found) return undefined;
    clearTimeout(found.timer);
    kept.delete(keyOf(tenant, documentId));
    return found.password;
  };
  return {
    keep: (tenant: string, documentId: string, password: string): void => {
      take(tenant, documentId);
      const timer = setTimeout(() => take(tenant, documentId), KEPT_MS).unref();
      kept.set(keyOf(tenant, documentId), { password, timer });
    },
    take,
  };
};

export type Passwords = ReturnType<typeof createPasswords>;
