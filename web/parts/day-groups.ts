const DAY = 86_400_000;

const startOfDay = (time: number): number => new Date(time).setHours(0, 0, 0, 0);

const labelOf = (time: number, now: number): string => {
  const days = Math.round((startOfDay(now) - startOfDay(time)) / DAY);
  if (days <= 0) return 'Today';
  if (days === 1) return 'Yesterday';
  if (days < 7) return 'This week';
  if (days < 30) return 'This month';
  return new Date(time).toLocaleDateString('en', { month: 'long', year: 'numeric' });
};

/** Newest first, under the day or month people remember them by. */
export const byDay = <Item extends { updatedAt: number }>(
  items: Item[],
  now: number,
): { label: string; items: Item[] }[] => {
  const groups: { label: string; items: Item[] }[] = [];
  for (const item of items) {
    const label = labelOf(item.updatedAt, now);
    const group = groups.at(-1);
    if (group?.label === label) group.items.push(item);
    else groups.push({ label, items: [item] });
  }
  return groups;
};
