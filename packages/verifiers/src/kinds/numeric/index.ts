import type { Meter } from '../../budget.ts';
import { defineVerifier, type OptionsOf, type ReadGold } from '../../defineVerifier.ts';
import { finalAnswer } from '../../extract/finalAnswer.ts';
import { correct, incorrect, noAnswer } from '../../judgements.ts';
import { number, oneOf } from '../../options.ts';
import type { Verifier } from '../../verifier.ts';
import { hundredth, numbersIn, type Quantity } from './numbers.ts';
import { atMost, decimal, negated, product, type Rational, size, sum } from './rational.ts';
import { unitOf } from './units.ts';

type Percent = 'either' | 'fraction' | 'dropped';
type Units = 'optional' | 'required' | 'ignored';

interface Settings {
  /** The largest difference that counts as equal; 0 unless told. */
  readonly absolute: number;
  /** The same as a share of the gold; 0 unless told. The larger of the two applies. */
  readonly relative: number;
  /**
   * 50% against 0.5 and 50: where only one side has a sign, both are right (`either`, the default); 0.5 only (`fraction`);
   * 50 only (`dropped`).
   */
  readonly percent: Percent;
  /**
   * `optional` (the default): a unit may be missing, but two must agree, 5 km with 5000 m; `required`: the gold's must be
   * there; `ignored`.
   */
  readonly units: Units;
  /** The final answer must hold one number (`only`, the default), or its last one counts (`last`), which invites guessing. */
  readonly pick: 'only' | 'last';
}

/** The options of `numeric`, each with a default. */
export type NumericOptions = OptionsOf<Settings>;

/** Rewards 1 where the final answer is the gold's number: exactly, as fractions of whole numbers, or within a tolerance. */
export const numeric: Verifier<NumericOptions> = defineVerifier<Settings, Quantity>({
  name: 'numeric',
  options: {
    absolute: number(0, { min: 0 }),
    relative: number(0, { min: 0 }),
    percent: oneOf<Percent>('either', 'fraction', 'dropped'),
    units: oneOf<Units>('optional', 'required', 'ignored'),
    pick: oneOf<'only' | 'last'>('only', 'last'),
  },
  readGold,
  judge({ gold, completion }, settings, meter) {
    const answer = finalAnswer(completion);
    if (!answer) return noAnswer('the answer is cut off');
    const numbers = numbersIn(answer.text.slice(answer.text.search(/[^=≈]*$/)), meter);
    const last = numbers.at(-1);
    if (!last) return noAnswer(`${answer.where} holds no number`);
    if (settings.pick === 'only' && numbers.length > 1)
      return noAnswer(`${answer.where} holds several numbers`);
    const extracted = last.text.trim();
    if (!unitsAgree(gold, last, settings.units)) return incorrect(extracted, 'the unit is another');
    return readings(gold, last, settings.percent).some(([wanted, given]) => within(wanted, given, settings))
      ? correct(extracted, `${answer.where} holds the gold's number`)
      : incorrect(extracted, `${answer.where} holds another number`);
  },
});

function readGold(gold: string, _: Settings, meter: Meter): ReadGold<Quantity> {
  const text = gold.trim();
  const [value, ...more] = numbersIn(text, meter);
  // what is neither number nor unit would go uncompared
  if (!value || more.length > 0 || value.text.length + 4 < text.replace(/\\text\{|\}/g, '').length)
    return {
      reason: `${JSON.stringify(text.slice(0, 80))} is not one number; write it like "17", "2/3", "50%" or "5 km"`,
    };
  return { text, value };
}

function unitsAgree(gold: Quantity, answer: Quantity, rule: Units): boolean {
  if (rule === 'ignored' || gold.unit === '') return true;
  if (answer.unit === '') return rule === 'optional';
  return unitOf(gold.unit).base === unitOf(answer.unit).base;
}

/** The pairs of values to compare, gold first: two where a percent sign can be read in two ways. */
function readings(gold: Quantity, answer: Quantity, rule: Percent): (readonly [Rational, Rational])[] {
  const [wanted, given] =
    gold.unit && answer.unit ? [inBase(gold), inBase(answer)] : [gold.value, answer.value];
  const scaled = [
    gold.percent ? hundredth(wanted) : wanted,
    answer.percent ? hundredth(given) : given,
  ] as const;
  if (rule === 'dropped') return [[wanted, given]];
  if (rule === 'fraction' || gold.percent === answer.percent) return [scaled];
  return [scaled, [wanted, given]];
}

const inBase = ({ value, unit }: Quantity): Rational => product(value, unitOf(unit).factor);

function within(wanted: Rational, given: Rational, { absolute, relative }: Settings): boolean {
  const difference = size(sum(given, negated(wanted)));
  return (
    atMost(difference, decimal(String(absolute))) ||
    atMost(difference, product(size(wanted), decimal(String(relative))))
  );
}
