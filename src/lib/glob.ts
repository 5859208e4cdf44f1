const BRACES = /\{([^{}]*)\}/u;
const ALTERNATIVES = 64;

/** `a.{md,txt}` → `a.md`, `a.txt`. */
const expand = (pattern: string): string[] => {
  const patterns = [pattern];
  for (let place = 0; place < patterns.length && patterns.length <= ALTERNATIVES;) {
    const next = patterns[place] ?? '';
    const braces = BRACES.exec(next);
    if (!braces) {
      place += 1;
      continue;
    }
    const ends = [next.slice(0, braces.index), next.slice(braces.index + braces[0].length)];
    const choices = (braces[1] ?? '').split(',').map((choice) => ends.join(choice));
    patterns.splice(place, 1, ...choices);
  }
  return patterns.slice(0, ALTERNATIVES);
};

/**
 * Whether `items` are what `pattern` stands for; `isMany` items of the pattern stand for any number, none too. Looks
 * at each pair at most once, so that no pattern makes it slow.
 */
const matches = <Item>(
  pattern: readonly Item[],
  items: readonly Item[],
  test: { isMany: (item: Item) => boolean; isSame: (item: Item, other: Item) => boolean },
): boolean => {
  let at = 0;
  let place = 0;
  let many = -1;
  let from = 0;
  while (at < items.length) {
    const wanted = pattern[place];
    const item = items[at];
    if (wanted !== undefined && test.isMany(wanted)) {
      many = place;
      from = at;
      place += 1;
    } else if (wanted !== undefined && item !== undefined && test.isSame(wanted, item)) {
      at += 1;
      place += 1;
    } else if (many >= 0) {
      from += 1;
      at = from;
      place = many + 1;
    } else return false;
  }
  return pattern.slice(place).every(test.isMany);
};

const folded = (text: string): string => text.normalize('NFC').toLowerCase();

const isSegment = (pattern: string, segment: string): boolean =>
  matches(Array.from(pattern), Array.from(segment), {
    isMany: (character) => character === '*',
    isSame: (character, other) => character === '?' || character === other,
  });

/**
 * A test of paths with `/`: `*` and `?` stand within a name, `**` for any number of folders, `{a,b}` for either. Case
 * and Unicode form make no difference. Neither `RegExp` nor `path.matchesGlob`: both take hours over some patterns.
 *
 * @example glob('policies/**' + '/*.{pdf,docx}')('policies/hr/Leave.PDF') // true
 */
export const glob = (pattern: string): ((path: string) => boolean) => {
  const patterns = expand(folded(pattern)).map((each) => each.split('/'));
  return (path) => {
    const segments = folded(path).split('/');
    return patterns.some((each) =>
      matches(each, segments, { isMany: (segment) => segment === '**', isSame: isSegment }),
    );
  };
};
