/** Choices that belong to this browser, not to the person: kept in local storage when there is one. */
type Flag = 'single-keys' | 'sidebar';

export const readFlag = (flag: Flag, otherwise: boolean): boolean => {
  const stored = localStorage.getItem(`docent-${flag}`);
  return stored === null ? otherwise : stored === 'true';
};

export const writeFlag = (flag: Flag, value: boolean): void =>
  localStorage.setItem(`docent-${flag}`, String(value));
