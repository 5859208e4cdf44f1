/** Declarations that take an element from what a reader sees. */
const HIDDEN =
  /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?:\.0+)?[01]?(?:px|pt|em|rem|%)?\s*(?:!important\s*)?(?:;|$)|opacity\s*:\s*0(?:\.0+)?\s*(?:!important\s*)?(?:;|$)|text-indent\s*:\s*-\d{3,}|(?:left|top|margin-left)\s*:\s*-\d{4,}px|mso-hide\s*:\s*all|max-height\s*:\s*0(?:px)?\s*(?:;|$)|clip\s*:\s*rect\(\s*0)/iu;
const WHITE =
  /(?:^|;)\s*color\s*:\s*(?:#fff(?:fff)?\b|white\b|rgba?\(\s*255\s*,\s*255\s*,\s*255|transparent\b)/iu;
const WHITE_NAMES = /^(?:#?fff(?:fff)?|white)$/iu;
/** Where something may stand under white letters, nobody can tell without drawing the page. */
const MAY_BE_COLOURED = /background|bgcolor|rel\s*=\s*["']?stylesheet/iu;

const SIMPLE_SELECTOR = /^[a-z]*[.#][\w-]+$/iu;
const STYLES = /<style[^>]*>([\s\S]{0,200000}?)<\/style/giu;
const RULE = /([^{}]{1,2000})\{([^{}]{0,2000})\}/gu;

type Attributes = Record<string, string>;

/** Tells which elements of this page a browser does not show, by their own style and the page's plain style rules. */
export const createHiddenRules = (source: string) => {
  const selectors = hiddenSelectors(source);
  const onWhite = !MAY_BE_COLOURED.test(source);
  return (name: string, attributes: Attributes): boolean => {
    const style = attributes['style'] ?? '';
    if ('hidden' in attributes || attributes['aria-hidden'] === 'true' || HIDDEN.test(style))
      return true;
    if (onWhite && (WHITE.test(style) || WHITE_NAMES.test(attributes['color'] ?? ''))) return true;
    return selectors.size > 0 && selectorsOf(name, attributes).some((one) => selectors.has(one));
  };
};

/** Only rules that hold always: not those for printing or narrow screens, nor those that depend on other elements. */
const hiddenSelectors = (source: string): Set<string> => {
  const found = new Set<string>();
  for (const [, sheet = ''] of source.matchAll(STYLES)) {
    for (const [, names = '', declarations = ''] of withoutConditions(sheet).matchAll(RULE)) {
      if (!HIDDEN.test(declarations)) continue;
      for (const name of names.split(',').map((one) => one.trim()))
        if (SIMPLE_SELECTOR.test(name)) found.add(name.toLowerCase());
    }
  }
  return found;
};

/** A style sheet without its comments and what stands in `@…{ }`. */
const withoutConditions = (sheet: string): string => {
  let kept = '';
  let depth = 0;
  for (const [piece] of sheet
    .replaceAll(/\/\*[\s\S]*?\*\//gu, '')
    .matchAll(/@[^{};]*\{|[{};]|[^{};@]+|@/gu)) {
    if (depth === 0 && !piece.startsWith('@')) kept += piece;
    else if (piece.endsWith('{')) depth += 1;
    else if (piece === '}') depth -= 1;
  }
  return kept;
};

const selectorsOf = (name: string, attributes: Attributes): string[] => {
  const marks = [
    ...(attributes['class'] ?? '')
      .split(/\s+/u)
      .filter(Boolean)
      .map((one) => `.${one}`),
    ...(attributes['id'] ? [`#${attributes['id']}`] : []),
  ].map((mark) => mark.toLowerCase());
  return marks.flatMap((mark) => [mark, `${name}${mark}`]);
};
