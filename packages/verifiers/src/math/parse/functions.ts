/** The functions that are known by name, with the names they go by. */
const groups = [
  'sin cos tan cot sec csc arcsin arccos arctan arccot arcsec arccsc',
  'sinh cosh tanh coth sech csch arsinh arcosh artanh',
  'ln log lg exp sqrt abs floor ceil sgn gcd lcm max min det tr rank arg Re Im deg dim ker Pr sup lim binom',
];

const synonyms: Readonly<Record<string, string>> = {
  cosec: 'csc',
  ctg: 'cot',
  tg: 'tan',
  arctg: 'arctan',
  arcctg: 'arccot',
  asin: 'arcsin',
  acos: 'arccos',
  atan: 'arctan',
  arcsinh: 'arsinh',
  arccosh: 'arcosh',
  arctanh: 'artanh',
  asinh: 'arsinh',
  acosh: 'arcosh',
  atanh: 'artanh',
  ceiling: 'ceil',
  sign: 'sgn',
};

const names = new Set(groups.flatMap(group => group.split(' ')));

/** The name of the function that a command or word stands for. */
export const functionNamed = (name: string): string | undefined =>
  names.has(name) ? name : Object.hasOwn(synonyms, name) ? synonyms[name] : undefined;

/** Functions that take the arguments between their brackets and no more, however they are written. */
export const ofSeveral: ReadonlySet<string> = new Set(['gcd', 'lcm', 'max', 'min']);

/** Letters that stand for functions when brackets follow, whatever is in these. */
export const functionLetters: ReadonlySet<string> = new Set('fgh');
