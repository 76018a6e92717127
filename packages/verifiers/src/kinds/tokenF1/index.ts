import { defineVerifier, type OptionsOf, type ReadGold } from '../../defineVerifier.ts';
import { tagged } from '../../extract/tagged.ts';
import { noAnswer } from '../../judgements.ts';
import { number } from '../../options.ts';
import type { Verifier } from '../../verifier.ts';
import { wordsOf } from '../../words/normaliseWords.ts';
import { overlapF1 } from './overlap.ts';

interface Settings {
  /** The F1 from which an answer is `correct`; 1 unless told. The score is the F1 in any case. */
  readonly correctFrom: number;
}

/** The options of `tokenF1`, each with a default. */
export type TokenF1Options = OptionsOf<Settings>;

/** Answers of one word that no overlap can approach: yes against "yes and no" earns nothing (HotpotQA's evaluation). */
const decisive = new Set(['yes', 'no', 'noanswer']);

/** Rewards the share of words that answer and gold have in common, as F1; of several golds the best counts. */
export const tokenF1: Verifier<TokenF1Options> = defineVerifier<Settings, readonly (readonly string[])[]>({
  name: 'tokenF1',
  options: { correctFrom: number(1, { min: 0, max: 1 }) },
  readGold,
  judge({ gold, completion }, { correctFrom }, meter) {
    const text = tagged(completion);
    if (text === undefined) return noAnswer('the answer is cut off');
    const words = wordsOf(text);
    if (words.length === 0) return noAnswer('there are no words');
    const lone = (of: readonly string[]) => of.length === 1 && decisive.has(of[0]!);
    const scores = gold.map(wanted => {
      meter.spend(words.length + wanted.length);
      const apart = (lone(words) || lone(wanted)) && words.join(' ') !== wanted.join(' ');
      return apart ? 0 : overlapF1(words, wanted);
    });
    const score = Math.max(...scores);
    return {
      status: score > 0 && score >= correctFrom ? 'correct' : 'incorrect',
      score,
      extracted: words.join(' '),
      reason: `F1 ${score.toFixed(3)} of words`,
    };
  },
});

/** A text, or a JSON list of texts that are each as good. */
function readGold(gold: string): ReadGold<readonly (readonly string[])[]> {
  const text = gold.trim();
  const golds = (asList(text) ?? [text]).map(wordsOf);
  return golds.length === 0 || golds.some(words => words.length === 0)
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
