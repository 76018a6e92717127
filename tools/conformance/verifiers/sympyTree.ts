/** Rewrites our trees by the conventions of sympy that are not ours. */
import {
  absolute,
  equal,
  exactRoot,
  fraction,
  gcd,
  type Rational,
} from '../../../packages/verifiers/src/math/arithmetic/rational.ts';
import {
  constant,
  number,
  power,
  product,
  symbol,
  whole,
} from '../../../packages/verifiers/src/math/tree/build.ts';
import type { Expr } from '../../../packages/verifiers/src/math/tree/expr.ts';
import { mapChildren } from '../../../packages/verifiers/src/math/tree/walk.ts';

/**
 * I is the imaginary unit; symbols have no braces or backslashes and no capitals; greatest common divisors and least common multiples of
 * monomials are those of polynomials, where ours are of whole numbers.
 */
export function sympyTree(expr: Expr): Expr {
  const parts = mapChildren(expr, sympyTree);
  if (parts.kind === 'symbol') {
    if (parts.name === 'I') return constant('i');
    return symbol(parts.name.replace(/[\\{}()\s]/g, '').toLowerCase());
  }
  if (parts.kind !== 'call' || (parts.name !== 'gcd' && parts.name !== 'lcm')) return parts;
  const monomials = parts.args.map(monomial);
  const known = monomials.filter(found => found !== undefined);
  if (known.length < monomials.length || known.every(({ powers }) => powers.size === 0)) return parts;
  return ofMonomials(known, parts.name);
}

interface Monomial {
  readonly coefficient: Rational;
  /** By what is raised, as text. */
  readonly powers: ReadonlyMap<string, { readonly base: Expr; readonly exponent: number }>;
}

function monomial(expr: Expr): Monomial | undefined {
  if (expr.kind === 'number') return { coefficient: absolute(expr.value), powers: new Map() };
  if (expr.kind === 'product')
    return expr.factors
      .map(monomial)
      .reduce((a, b) => a && b && { coefficient: times(a, b), powers: joined(a, b, (m, n) => m + n) });
  if (expr.kind === 'power' && expr.exponent.kind === 'number' && expr.exponent.value.d === 1n) {
    const inner = monomial(expr.base);
    const n = expr.exponent.value.n;
    if (!inner) return undefined;
    if (n === -1n && inner.powers.size === 0)
      return { coefficient: fraction(inner.coefficient.d, inner.coefficient.n), powers: new Map() };
    if (n !== 1n) return single(expr);
    return inner;
  }
  const root = wholeRoot(expr);
  if (root) return { coefficient: root, powers: new Map() };
  return expr.kind === 'symbol' || expr.kind === 'constant' || expr.kind === 'power'
    ? single(expr)
    : undefined;
}

const single = (base: Expr): Monomial => ({
  coefficient: { n: 1n, d: 1n },
  powers: new Map([[key(base), { base, exponent: 1 }]]),
});

const key = (expr: Expr): string =>
  JSON.stringify(expr, (_, value) => (typeof value === 'bigint' ? String(value) : value));

const times = (a: Monomial, b: Monomial): Rational =>
  fraction(a.coefficient.n * b.coefficient.n, a.coefficient.d * b.coefficient.d);

/** sqrt(100) is 10. */
function wholeRoot(expr: Expr): Rational | undefined {
  if (expr.kind !== 'power' || expr.base.kind !== 'number' || expr.base.value.d !== 1n) return undefined;
  const half = expr.exponent.kind === 'power' && expr.exponent.base.kind === 'number';
  if (!half || !equal((expr.exponent.base as Extract<Expr, { kind: 'number' }>).value, { n: 2n, d: 1n }))
    return undefined;
  const root = expr.base.value.n < 0n ? undefined : exactRoot(expr.base.value.n, 2);
  return root === undefined ? undefined : { n: root, d: 1n };
}

function joined(a: Monomial, b: Monomial, join: (m: number, n: number) => number): Monomial['powers'] {
  const powers = new Map<string, { readonly base: Expr; readonly exponent: number }>();
  for (const [name, { base }] of [...a.powers, ...b.powers]) {
    const exponent = join(a.powers.get(name)?.exponent ?? 0, b.powers.get(name)?.exponent ?? 0);
    if (exponent > 0) powers.set(name, { base, exponent });
  }
  return powers;
}

function ofMonomials(monomials: readonly Monomial[], name: 'gcd' | 'lcm'): Expr {
  const { coefficient, powers } = monomials.reduce((a, b) => {
    const divisor = fraction(
      gcd(a.coefficient.n * b.coefficient.d, b.coefficient.n * a.coefficient.d),
      a.coefficient.d * b.coefficient.d,
    );
    if (name === 'gcd') return { coefficient: divisor, powers: joined(a, b, Math.min) };
    const all = times(a, b);
    return {
      coefficient: fraction(all.n * divisor.d, all.d * divisor.n),
      powers: joined(a, b, Math.max),
    };
  });
  const factors = [...powers.values()].map(({ base, exponent }) => power(base, whole(exponent)));
  return product(number(coefficient), ...factors);
}
