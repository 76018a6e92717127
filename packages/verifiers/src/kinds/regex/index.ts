import { defineVerifier, type OptionsOf, type ReadGold } from '../../defineVerifier.ts';
import { correct, incorrect, noAnswer } from '../../judgements.ts';
import { flag, oneOf } from '../../options.ts';
import type { Verifier } from '../../verifier.ts';
import { parsePattern } from './parse.ts';
import { compile, type Instruction } from './program.ts';
import { matches } from './run.ts';

/** The longest pattern, in characters. */
const LONGEST = 10_000;

interface Settings {
  /** The pattern is for all of the completion, white space around it aside (`whole`, the default), or for a part (`part`). */
  readonly match: 'whole' | 'part';
  /** Case is ignored. False unless told. */
  readonly ignoreCase: boolean;
  /** `^` and `$` match at line ends too. False unless told. */
  readonly multiline: boolean;
  /** `.` matches line ends too. False unless told. */
  readonly dotAll: boolean;
}

/** The options of `regex`, each with a default. */
export type RegexOptions = OptionsOf<Settings>;

/**
 * Rewards 1 where the completion matches the gold, a pattern. Time is linear in the text whatever the pattern: what would need
 * backtracking (backreferences, lookaround) is refused.
 */
export const regex: Verifier<RegexOptions> = defineVerifier<Settings, readonly Instruction[]>({
  name: 'regex',
  golds: 'specification',
  options: {
    match: oneOf<'whole' | 'part'>('whole', 'part'),
    ignoreCase: flag(false),
    multiline: flag(false),
    dotAll: flag(false),
  },
  readGold,
  judge({ gold, completion }, { match, multiline }, meter) {
    const text = completion.trim();
    if (text === '') return noAnswer('there is no text to match');
    return matches(gold, text, { anywhere: match === 'part', multiline }, meter)
      ? correct(text, `${match === 'whole' ? 'all' : 'a part'} of the text matches`)
      : incorrect(
          text,
          `${match === 'whole' ? 'the text as a whole does not match' : 'no part of the text matches'}`,
        );
  },
});

function readGold(gold: string, settings: Settings): ReadGold<readonly Instruction[]> {
  if (gold === '') return { reason: 'the pattern is empty; write one, like "\\\\d{4}"' };
  if (gold.length > LONGEST)
    return { reason: `the pattern has ${gold.length} characters; ${LONGEST} are allowed` };
  try {
    return { text: gold, value: compile(parsePattern(gold, settings)) };
  } catch (error) {
    return { reason: (error as Error).message };
  }
}
