import { combined, fromRecipe, resolved, skipped } from '../../compose/combined.ts';
import { onePart, type Resolve, required } from '../../compose/parts.ts';
import { number, oneOf, whole } from '../../options.ts';
import { type CosineRange, cosineScore } from '../../shaping/cosine.ts';
import { type LengthUnit, lengthOf } from '../../shaping/measure.ts';
import type { Verifier } from '../../verifier.ts';

/** How length moves the score. */
export interface CosineOptions extends Partial<CosineRange> {
  /** The length at which the far end is reached; 8,192 unless told. */
  readonly maxLength?: number;
  /** What lengths count; words unless told. */
  readonly unit?: LengthUnit;
}

/**
 * Shaping: the verdict of a verifier with a score that also depends on the length of the completion, along half a cosine (Yeo
 * et al. 2025). The status stays the verifier's.
 */
export const cosine = (verifier: Verifier, options: CosineOptions = {}): Verifier => {
  const { maxLength = 8_192, unit = 'words' } = options;
  const range: CosineRange = { correctShort: 1, correctLong: 0.5, wrongShort: 0, wrongLong: 0, ...options };
  return combined([verifier], {
    name: 'cosine',
    golds: 'every',
    judge(verdicts, attempt) {
      const skip = skipped(verdicts);
      if (skip) return skip;
      const { status, reason } = verdicts[0]!;
      const length = lengthOf(attempt, unit);
      const score = cosineScore(status === 'correct', length, maxLength, range);
      return { status, score, reason: `${reason}; ${length} ${unit}` };
    },
  });
};

const share = (fallback: number) => number(fallback, { min: -1, max: 1 });

/** `cosine` by name: its option `of` names the verifier. */
export const cosineByName = (resolve: Resolve): Verifier =>
  fromRecipe(
    'cosine',
    {
      of: onePart(),
      maxLength: whole(8_192, { min: 1 }),
      unit: oneOf<LengthUnit>('words', 'characters', 'tokens'),
      correctShort: share(1),
      correctLong: share(0.5),
      wrongShort: share(0),
      wrongLong: share(0),
    },
    ({ of, ...options }) => cosine(resolved([required('cosine', 'of', of)], resolve)[0]!, options),
  );
