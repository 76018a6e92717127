// Pairs of golds and answers whose verdict is known: golds rewritten, perturbed, swapped.

/** A way to make an answer of a gold; undefined where it doesn't apply. */
type Change = (gold: string, random: Random) => string | undefined;
export type Random = () => number;

export interface Pair {
  readonly kind: 'rewritten' | 'perturbed' | 'swapped';
  readonly change: string;
  readonly gold: string;
  readonly answer: string;
}

const changed =
  (pattern: RegExp, replacement: string): Change =>
  gold => {
    const answer = gold.replace(pattern, replacement);
    return answer === gold ? undefined : answer;
  };

/** A list outside all brackets, without signs of mathematics around items. */
const itemsOf = (gold: string): readonly string[] | undefined => {
  const text = gold.replaceAll('$', '');
  const items: string[] = [''];
  let depth = 0;
  for (const character of text) {
    if ('([{'.includes(character)) depth++;
    if (')]}'.includes(character)) depth--;
    if (character === ',' && depth === 0) items.push('');
    else items[items.length - 1] += character;
  }
  // 10,080 is a number, not a list
  return items.length > 1 && !/^\d{1,3}(,(\\!)?\s?\d{3})+$/.test(text.trim()) ? items : undefined;
};

const bare = (gold: string): string => gold.replaceAll('$', '');

/** A number alone. */
const integer = /^\$?(-?\d{1,12})\$?$/;

/** What changes the writing and not the meaning. */
const rewrites: Readonly<Record<string, Change>> = {
  spaces: gold => `${bare(gold).replace(/([+=])/g, ' $1 ')} `,
  'big fractions': changed(/\\frac/g, '\\dfrac'),
  'sized brackets': gold => {
    const text = bare(gold);
    return /^\([^()[\]]*\)$/.test(text) ? text.replace('(', '\\left(').replace(/\)$/, '\\right)') : undefined;
  },
  brackets: gold =>
    /^\$?[\d\\a-z^{} +*/-]+\$?$/i.test(gold) && !gold.includes('text') ? `(${bare(gold)})` : undefined,
  'plus zero': gold => (integer.test(gold) ? `${bare(gold)}+0` : undefined),
  'a decimal': gold => (integer.test(gold) ? `${bare(gold)}.0` : undefined),
  'a fraction': gold => {
    const value = integer.exec(gold)?.[1];
    return value && `\\frac{${BigInt(value) * 6n}}{6}`;
  },
  'expanded fraction': gold => {
    const found = /^\$?(-?)\\d?frac\{(\d+)\}\{(\d+)\}\$?$/.exec(gold);
    return found ? `${found[1]}${BigInt(found[2]!) * 7n}/${BigInt(found[3]!) * 7n}` : undefined;
  },
  'a name': gold => (/[=<>,]|in\b|text|le|ge/.test(gold) ? undefined : `x=${bare(gold)}`),
  'a factor': gold => (integer.test(gold) ? `2 \\cdot \\frac{${bare(gold)}}{2}` : undefined),
  'scientific notation': gold => {
    const found = /^(\d+(?:\.\d+)?)e(-?\d+)$/.exec(gold);
    return found ? `${found[1]} \\times 10^{${found[2]}}` : undefined;
  },
  'list turned': gold => {
    const items = itemsOf(gold);
    return items && !gold.includes('\\!') ? [...items].reverse().join(', ') : undefined;
  },
  'terms turned': gold => {
    const found = /^\$?([\da-z\\^{}]+) ?([+]) ?([\d\\a-z^{}]+)\$?$/i.exec(gold);
    const balanced = found?.slice(1).every(part => part.split('{').length === part.split('}').length);
    return found && balanced ? `${found[3]}+${found[1]}` : undefined;
  },
};

/** What changes the meaning. */
const perturbations: Readonly<Record<string, Change>> = {
  'plus one': gold => {
    const text = bare(gold);
    return /[=<>,[\]\\]|in\b|[A-Z]/.test(text.replace(/\\(frac|sqrt|pi)/g, '')) ? undefined : `${text}+1`;
  },
  'another digit': (gold, random) => {
    // neither side compares units
    const places = [...gold.replace(/\\(?:text|mbox).*$/, '').matchAll(/\d/g)].map(match => match.index);
    const at = places[Math.floor(random() * places.length)];
    if (at === undefined) return undefined;
    const digit = (Number(gold[at]) + 1 + Math.floor(random() * 8)) % 10;
    return gold.slice(0, at) + digit + gold.slice(at + 1);
  },
  'other sign': gold =>
    /^\$?[1-9\\(]/.test(gold) && !/[,=<>[(]|text|begin|\\pm|ldots/.test(gold)
      ? `-(${bare(gold)})`
      : undefined,
  'item missing': gold => {
    const items = itemsOf(gold);
    return items && new Set(items).size === items.length ? items.slice(1).join(',') : undefined;
  },
  'item more': gold => {
    const items = itemsOf(gold);
    return items && items.length > 1 ? [...items, '987654'].join(',') : undefined;
  },
  'other bracket': changed(/^\$?\(([^()[\]]*,[^()[\]]*)\]\$?$/, '[$1]'),
  'another letter': changed(/^(\$?[^a-zA-Z\\]*)n(?![a-zA-Z])/, '$1q'),
  'a power': gold =>
    /^\$?\\?[\da-z{}\\ ]+\$?$/.test(gold) && !/^\$?[01]\$?$/.test(gold) && !/text/.test(gold)
      ? `(${bare(gold)})^2`
      : undefined,
};

/** `count` pairs, the kinds in turn. */
export function makePairs(golds: readonly string[], count: number, random: Random): readonly Pair[] {
  const pairs: Pair[] = [];
  const pick = <Value>(from: readonly Value[]): Value => from[Math.floor(random() * from.length)]!;
  /** Draws changes and golds until one fits. */
  const make = (kind: Pair['kind'], changes: Readonly<Record<string, Change>>): Pair => {
    for (;;) {
      const change = pick(Object.keys(changes));
      const gold = pick(golds);
      const answer = changes[change]!(gold, random);
      if (answer !== undefined) return { kind, change, gold, answer };
    }
  };
  while (pairs.length < count)
    pairs.push(
      make('rewritten', rewrites),
      make('perturbed', perturbations),
      make('swapped', { swapped: () => pick(golds) }),
    );
  return pairs.slice(0, count);
}
