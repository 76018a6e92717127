import { defineVerifier, type OptionsOf } from '../../defineVerifier.ts';
import { lastBox } from '../../extract/lastBox.ts';
import { correct, incorrect, noAnswer } from '../../judgements.ts';
import { flag, text } from '../../options.ts';
import type { Verifier } from '../../verifier.ts';

interface Settings {
  /** What opens a box; `\boxed{` unless told. */
  readonly open: string;
  /** What closes it; `}` unless told. */
  readonly close: string;
  /** The completion must end with the box: nothing may follow, not even white space. False unless told. */
  readonly atEnd: boolean;
}

/** The options of `boxedExact`, each with a default. */
export type BoxedExactOptions = OptionsOf<Settings>;

/**
 * Rewards 1 where the last box holds exactly the gold, white space around either aside: no notation is
 * understood, `0.5` is not `1/2`. The rule for answers that have one spelling.
 */
export const boxedExact: Verifier<BoxedExactOptions> = defineVerifier<Settings, string>({
  name: 'boxedExact',
  options: { open: text('\\boxed{'), close: text('}'), atEnd: flag(false) },
  readGold(gold) {
    const trimmed = gold.trim();
    return trimmed === ''
      ? { reason: 'the gold is empty; write the answer, for example "17"' }
      : { text: trimmed, value: trimmed };
  },
  judge({ gold, completion }, { open, close, atEnd }) {
    const box = lastBox(completion, open, close);
    if (!box) return noAnswer(`no closed ${open}...${close}`);
    if (atEnd && box.end < completion.length) return noAnswer(`text follows the last ${open}...${close}`);
    const extracted = box.content.trim();
    if (extracted === '') return noAnswer('the last box is empty');
    return extracted === gold
      ? correct(extracted, 'the last box holds the gold')
      : incorrect(extracted, 'the last box holds something else');
  },
});
