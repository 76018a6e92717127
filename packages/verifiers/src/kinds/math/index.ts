import type { Meter } from '../../budget.ts';
import { defineVerifier, type Judgement, type OptionsOf, type ReadGold } from '../../defineVerifier.ts';
import { correct, incorrect, noAnswer } from '../../judgements.ts';
import { type Answer, findAnswer, readAnswer } from '../../math/answer.ts';
import { same } from '../../math/compare/same.ts';
import { flag, oneOf } from '../../options.ts';
import type { Verifier } from '../../verifier.ts';
import { sameStrings } from './hendrycks.ts';
import { type Profile, type ProfileName, profiles } from './profiles.ts';

interface Settings {
  /** Whose conventions: see the table of the README. `trapo-train` unless told. */
  readonly profile: ProfileName;
  /** Answers that are the gold's text, white space aside, are right before anything is compared. True unless told. */
  readonly textShortcut: boolean;
}

/** The options of `math`, each with a default. */
export type MathOptions = OptionsOf<Settings>;

/** Rewards 1 where the answer means what the gold means: extracted, normalised, parsed, and compared as mathematics. */
export const math: Verifier<MathOptions> = defineVerifier<Settings, Answer>({
  name: 'math',
  options: {
    profile: oneOf<ProfileName>('trapo-train', 'math-verify', 'oat', 'hendrycks', 'strict'),
    textShortcut: flag(true),
  },
  readGold: (gold, { profile }, meter) => readGold(gold, profiles[profile], meter),
  judge({ gold, completion }, { profile, textShortcut }, meter) {
    const chosen = profiles[profile];
    const answer = findAnswer(completion, chosen.extraction, meter);
    if (!answer) return noAnswer('no answer was found');
    const trace = [`gold: ${gold.text}`, `answer: ${answer.text}, from ${answer.where}`];
    return { ...judged(gold, answer, chosen, textShortcut, meter), trace };
  },
});

function judged(
  gold: Answer,
  answer: Answer,
  { comparison, sameTexts, strings }: Profile,
  textShortcut: boolean,
  meter: Meter,
): Judgement {
  const { text, where } = answer;
  if (strings)
    return sameStrings(gold.text, text)
      ? correct(text, `${where} is written as the gold`)
      : incorrect(text, `${where} is written differently`);
  const alike = withoutSpace(gold.text) === withoutSpace(text);
  if (alike && (textShortcut || (sameTexts && !gold.expr))) return correct(text, `${where} is the gold`);
  if (!answer.expr) return incorrect(text, `${where} is no mathematics`);
  if (gold.expr && same(gold.expr, answer.expr, { ...comparison, meter }))
    return correct(text, `${where} equals the gold`);
  return incorrect(text, `${where} differs from the gold`);
}

const withoutSpace = (text: string): string => text.replace(/\s+/g, '');

/** A gold with a box, or one that is a text, is searched for the answer; others are mathematics as a whole. */
function readGold(gold: string, profile: Profile, meter: Meter): ReadGold<Answer> {
  const whole = profile.wholeGold && !/\\(?:boxed|fbox)/.test(gold);
  const answer = whole
    ? readAnswer(gold, 'the whole text', meter)
    : findAnswer(gold, { ...profile.extraction, plain: true }, meter);
  if (!answer) return { reason: 'no answer was found in the gold; write it, for example "\\frac{1}{2}"' };
  if (!answer.expr && !profile.sameTexts)
    return {
      reason: `the gold ${JSON.stringify(gold.slice(0, 100))} is no mathematics; write for example "17"`,
    };
  const text = whole ? answer.text : `$${answer.text.replace(/[$\n]/g, ' ')}$`;
  return { text, value: answer };
}
