import { defineVerifier, type Judgement, type OptionsOf, type ReadGold } from '../../defineVerifier.ts';
import { correct, incorrect, noAnswer } from '../../judgements.ts';
import { oneOf, text } from '../../options.ts';
import type { Verifier } from '../../verifier.ts';
import { normaliseWords } from '../../words/normaliseWords.ts';
import { stripLatex } from '../../words/stripLatex.ts';
import { type Choices, choicesOf } from './choices.ts';
import { chosen, lastLetter } from './chosen.ts';

interface Settings {
  /** The letters that there are where the row's `meta.choices` doesn't say; A to J unless told. */
  readonly letters: string;
  /**
   * Where the final answer names none or several: no answer (`none`, the default), or the last letter that stands on its
   * own (`last`), which pays for listing them all.
   */
  readonly fallback: 'none' | 'last';
}

/** The options of `multipleChoice`, each with a default. */
export type MultipleChoiceOptions = OptionsOf<Settings>;

/** Rewards 1 where the completion chooses the gold's letter, by letter or by the choice's text. */
export const multipleChoice: Verifier<MultipleChoiceOptions> = defineVerifier<Settings, string>({
  name: 'multipleChoice',
  options: { letters: text('ABCDEFGHIJ'), fallback: oneOf<'none' | 'last'>('none', 'last') },
  readGold,
  judge({ gold, completion, meta }, { letters, fallback }): Judgement {
    const choices = choicesOf(meta === undefined ? {} : { meta }, letters);
    const wanted = letterOf(gold, choices);
    if (wanted === undefined)
      return {
        status: 'gold_unparsable',
        score: null,
        reason: `${JSON.stringify(gold)} is none of the choices ${[...choices.keys()].join(', ')}`,
      };
    const named = chosen(completion, choices);
    const [letter, ...more] =
      named.length === 1 || fallback === 'none' ? named : lastLetter(completion, choices);
    if (letter === undefined) return noAnswer('no choice is named');
    if (more.length > 0) return noAnswer(`several choices are named: ${named.join(', ')}`);
    return letter === wanted
      ? correct(letter, 'the choice is the gold')
      : incorrect(letter, 'the choice is another');
  },
});

function readGold(gold: string): ReadGold<string> {
  const bare = stripLatex(gold).replace(/^\(?([A-Za-z])\)?[.:]?$/, (_, letter: string) =>
    letter.toUpperCase(),
  );
  return bare === ''
    ? { reason: 'the gold is empty; write a letter, like "B", or the text of a choice' }
    : { text: bare, value: bare };
}

/** The letter of a gold that is a letter or a choice's text. */
function letterOf(gold: string, choices: Choices): string | undefined {
  if (choices.has(gold)) return gold;
  const words = normaliseWords(gold);
  return [...choices].find(([, text]) => text !== '' && normaliseWords(text) === words)?.[0];
}
