import { defineVerifier, type OptionsOf } from '../../defineVerifier.ts';
import { finalAnswer } from '../../extract/finalAnswer.ts';
import { tagged } from '../../extract/tagged.ts';
import { correct, incorrect, noAnswer } from '../../judgements.ts';
import { oneOf } from '../../options.ts';
import type { Verifier } from '../../verifier.ts';
import { normaliseWords } from '../../words/normaliseWords.ts';
import { stripLatex } from '../../words/stripLatex.ts';

type Rule = 'spaces' | 'characters' | 'case' | 'words' | 'latex';
type From = 'tag' | 'whole' | 'final';

interface Settings {
  /**
   * What two texts may differ in: `spaces` (runs of white space, the default); `characters`, nothing but white space around
   * them; `case`, as well; `words`, also punctuation and articles; `latex`, case and LaTeX's wrappers.
   */
  readonly same: Rule;
  /** Which part is compared: the last `<answer>` if there is one, else all (`tag`, the default); all; the final answer. */
  readonly from: From;
}

/** The options of `exact`, each with a default. */
export type ExactOptions = OptionsOf<Settings>;

const collapse = (text: string) => text.trim().split(/\s+/).join(' ');

const normalisers: Readonly<Record<Rule, (text: string) => string>> = {
  characters: text => text.trim(),
  spaces: collapse,
  case: text => collapse(text.toLowerCase()),
  words: normaliseWords,
  latex: text => stripLatex(text).toLowerCase(),
};

const parts: Readonly<Record<From, (completion: string) => string | undefined>> = {
  whole: completion => completion,
  tag: tagged,
  final: completion => finalAnswer(completion)?.text,
};

/** Rewards 1 where the answer is the gold, text for text. */
export const exact: Verifier<ExactOptions> = defineVerifier<Settings, string>({
  name: 'exact',
  options: {
    same: oneOf<Rule>('spaces', 'characters', 'case', 'words', 'latex'),
    from: oneOf<From>('tag', 'whole', 'final'),
  },
  readGold(gold, { same }) {
    const value = normalisers[same](gold);
    return value === ''
      ? {
          reason: `nothing of the gold ${JSON.stringify(gold)} is left to compare; write the answer, like "Paris"`,
        }
      : { text: gold.trim(), value };
  },
  judge({ gold, completion }, { same, from }) {
    const part = parts[from](completion);
    if (part === undefined) return noAnswer('the answer is cut off');
    const extracted = normalisers[same](part);
    if (extracted === '') return noAnswer('there is no text to compare');
    return extracted === gold
      ? correct(extracted, 'the text is the gold')
      : incorrect(extracted, 'the text is another');
  },
});
