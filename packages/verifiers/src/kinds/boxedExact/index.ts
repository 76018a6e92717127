import { defineVerifier, type Judgement } from '../../defineVerifier.ts';
import type { Attempt, ParsedGold, Verifier } from '../../verifier.ts';
import { lastBox } from './lastBox.ts';
import { type BoxedExactSettings, settings } from './settings.ts';

/** The options of `boxedExact`, each with a default. */
export type BoxedExactOptions = Partial<BoxedExactSettings>;

/**
 * Rewards 1 where the last box holds exactly the gold, white space around either aside: no notation is
 * understood, `0.5` is not `1/2`. The rule for answers that have one spelling.
 */
export const boxedExact: Verifier<BoxedExactOptions> = defineVerifier<BoxedExactOptions, BoxedExactSettings>({
  name: 'boxedExact',
  settings,
  parseGold,
  judge,
});

function parseGold(gold: string): ParsedGold {
  const trimmed = gold.trim();
  return trimmed === ''
    ? { reason: 'the gold is empty; write the answer, for example "17"' }
    : { gold: trimmed };
}

function judge(
  { gold, completion }: Attempt,
  { open, close, atEnd, afterThink }: BoxedExactSettings,
): Judgement {
  const thought = afterThink ? completion.lastIndexOf('</think>') : -1;
  const answer = thought < 0 ? completion : completion.slice(thought + '</think>'.length);
  const box = lastBox(answer, open, close);
  if (!box) return noAnswer(`no closed ${open}...${close}${thought < 0 ? '' : ' after </think>'}`);
  if (atEnd && box.end < answer.length) return noAnswer(`text follows the last ${open}...${close}`);
  const extracted = box.content.trim();
  if (extracted === '') return noAnswer('the last box is empty');
  return extracted === gold
    ? { status: 'correct', score: 1, extracted, reason: 'the last box holds the gold' }
    : { status: 'incorrect', score: 0, extracted, reason: 'the last box holds something else' };
}

const noAnswer = (reason: string): Judgement => ({ status: 'no_answer', score: 0, reason });
