import { defineVerifier, type OptionsOf } from '../../defineVerifier.ts';
import { oneOf, whole } from '../../options.ts';
import { type LengthUnit, lengthOf } from '../../shaping/measure.ts';
import { overlongPenalty } from '../../shaping/overlong.ts';
import type { Verifier } from '../../verifier.ts';

interface Settings {
  /** The length from which the score is -1; 8,192 unless told. */
  readonly maxLength: number;
  /** The length before it over which the score falls; 1,024 unless told. */
  readonly margin: number;
  /** What lengths count; words unless told. */
  readonly unit: LengthUnit;
}

/** The options of `overlong`, each with a default. */
export type OverlongOptions = OptionsOf<Settings>;

/** Shaping: 0 for responses that are short enough, falling to -1 at `maxLength` (DAPO, Yu et al. 2025, equation 13). Takes no gold. */
export const overlong: Verifier<OverlongOptions> = defineVerifier<Settings, string>({
  name: 'overlong',
  golds: 'none',
  options: {
    maxLength: whole(8_192, { min: 1 }),
    margin: whole(1_024, { min: 1 }),
    unit: oneOf<LengthUnit>('words', 'characters', 'tokens'),
  },
  readGold: gold => ({ text: gold, value: gold }),
  judge(task, { maxLength, margin, unit }) {
    const length = lengthOf(task, unit);
    const score = overlongPenalty(length, maxLength, margin);
    return {
      status: score === 0 ? 'correct' : 'incorrect',
      score,
      reason: `${length} ${unit}, free up to ${maxLength - margin}`,
    };
  },
});
