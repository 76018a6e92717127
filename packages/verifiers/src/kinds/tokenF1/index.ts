import { defineVerifier, type OptionsOf, type ReadGold } from '../../defineVerifier.ts';
import { tagged } from '../../extract/tagged.ts';
import { noAnswer } from '../../judgements.ts';
import { number } from '../../options.ts';
import type { Verifier } from '../../verifier.ts';
import { normaliseWords } from '../../words/normaliseWords.ts';
import { wordOverlap } from './overlap.ts';

interface Settings {
  /** The F1 from which an answer is `correct`; 1 unless told. The score is the F1 in any case. */
  readonly correctFrom: number;
}

/** The options of `tokenF1`, each with a default. */
export type TokenF1Options = OptionsOf<Settings>;

/** Rewards the share of words that answer and gold have in common, as F1; of several golds the best counts. */
export const tokenF1: Verifier<TokenF1Options> = defineVerifier<Settings, readonly string[]>({
  name: 'tokenF1',
  options: { correctFrom: number(1, { min: 0, max: 1 }) },
  readGold,
  judge({ gold, completion }, { correctFrom }, meter) {
    const text = tagged(completion);
    if (text === undefined) return noAnswer('the answer is cut off');
    const extracted = normaliseWords(text);
    if (extracted === '') return noAnswer('there are no words');
    const scores = gold.map(wanted => {
      meter.spend(text.length + wanted.length);
      return wordOverlap(extracted, wanted).f1;
    });
    const score = Math.max(...scores);
    return {
      status: score > 0 && score >= correctFrom ? 'correct' : 'incorrect',
      score,
      extracted,
      reason: `F1 ${score.toFixed(3)} of words`,
    };
  },
});

/** A text, or a JSON list of texts that are each as good. */
function readGold(gold: string): ReadGold<readonly string[]> {
  const text = gold.trim();
  const golds = asList(text) ?? [text];
  return golds.length === 0 || golds.some(wanted => normaliseWords(wanted) === '')
    ? {
        reason:
          'a gold has no words; write a text, or a JSON list of texts like ["Paris","the city of Paris"]',
      }
    : { text, value: golds };
}

function asList(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every(entry => typeof entry === 'string') ? list : undefined;
  } catch {
    return undefined;
  }
}
