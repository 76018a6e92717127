import { product } from '../tree/build.ts';
import type { Expr } from '../tree/expr.ts';
import { symbolsOf } from '../tree/walk.ts';

/** Letters that stand for units behind a number; several of them spell one, as in cm. */
const units = new Set(
  (
    'm s g h l t cm mm km dm nm kg mg lb oz ft in yd mi hr min sec ms ns hz khz mhz ghz kw mw kj mj pa kpa mpa mol ml cc cal ' +
    'kcal ev kev mev gev mph kmh rad deg usd rs km/h m/s inch inches feet foot meter meters metre metres mile miles hour hours ' +
    'minute minutes second seconds day days year years degree degrees unit units square squareunits cent cents dollar ' +
    'dollars pound pounds gram grams liter liters litre litres ohm ohms newton newtons joule joules watt watts'
  ).split(' '),
);

/** The digits of a number in another base; undefined for others. */
export const withoutBase = (expr: Expr): Expr | undefined =>
  expr.kind === 'call' && expr.name === 'base' ? expr.args[0] : undefined;

/** A number without the unit or percent sign behind it; undefined where there is none. A gold's lone letter is a variable. */
export function withoutUnits(expr: Expr, side: 'gold' | 'given'): Expr | undefined {
  if (expr.kind === 'call' && expr.name === 'percent') return expr.args[0];
  if (expr.kind !== 'product') return undefined;
  const factors = expr.factors.flatMap(factor => (factor.kind === 'product' ? factor.factors : [factor]));
  const end = factors.findIndex(factor => symbolsOf(factor).size > 0);
  if (end <= 0) return undefined;
  const letters = factors.slice(end).map(lettersOf);
  const word = letters.includes(undefined) ? '' : letters.join('').toLowerCase();
  if (!units.has(word) || (side === 'gold' && word.length === 1)) return undefined;
  return product(...factors.slice(0, end));
}

function lettersOf(factor: Expr): string | undefined {
  if (factor.kind === 'symbol') return factor.name;
  if (factor.kind === 'constant' && factor.name !== 'pi') return factor.name;
  if (factor.kind !== 'power' || factor.exponent.kind !== 'number') return undefined;
  const letters = lettersOf(factor.base);
  return letters && factor.exponent.value.n < 0n ? `/${letters}` : letters;
}
