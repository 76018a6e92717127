import { defineVerifier, type OptionsOf } from '../../defineVerifier.ts';
import { number, text, whole } from '../../options.ts';
import { wordsByLanguage, wordsBySpaces } from '../../shaping/measure.ts';
import { repeatedShare } from '../../shaping/repetition.ts';
import type { Verifier } from '../../verifier.ts';

interface Settings {
  /** Words in a row that count as one repetition; 3 unless told. */
  readonly n: number;
  /** What a text of nothing but repetition would score, at least -1; -1 unless told. */
  readonly worst: number;
  /** The language whose rules find the words, like `zh`; empty (the default) where white space does. */
  readonly language: string;
}

/** The options of `repetition`, each with a default. */
export type RepetitionOptions = OptionsOf<Settings>;

/**
 * Shaping: from 0 where no n words come twice down to `worst`, by the share of repeated n-grams (Yeo et al. 2025). Takes no gold.
 */
export const repetition: Verifier<RepetitionOptions> = defineVerifier<Settings, string>({
  name: 'repetition',
  golds: 'none',
  options: {
    n: whole(3, { min: 1, max: 100 }),
    worst: number(-1, { min: -1, max: 0 }),
    language: text('', 'zh'),
  },
  readGold: gold => ({ text: gold, value: gold }),
  judge({ completion }, { n, worst, language }, meter) {
    const words = language === '' ? wordsBySpaces(completion) : wordsByLanguage(completion, language);
    meter.spend(completion.length + words.length * n);
    const share = repeatedShare(words, n);
    return {
      status: share === 0 ? 'correct' : 'incorrect',
      // not -0
      score: share === 0 ? 0 : worst * share,
      reason: `${Math.round(100 * share)}% of the ${n}-grams are repetitions`,
    };
  },
});
