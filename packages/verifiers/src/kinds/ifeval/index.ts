import { defineVerifier, type OptionsOf, type ReadGold } from '../../defineVerifier.ts';
import { noAnswer } from '../../judgements.ts';
import { flag, oneOf } from '../../options.ts';
import type { Verifier } from '../../verifier.ts';
import { type Asked, readInstructions } from './specification.ts';

interface Settings {
  /** 1 only where all are followed (`all`, the default), or the share that is (`share`). The status is the same. */
  readonly score: 'all' | 'share';
  /** IFEval's loose rule: an instruction also counts as followed without the first or last line, or without asterisks. */
  readonly loose: boolean;
}

/** The options of `ifeval`, each with a default. */
export type IfevalOptions = OptionsOf<Settings>;

/** Rewards a response that follows the gold's instructions, by the rules of IFEval (Zhou et al. 2023). */
export const ifeval: Verifier<IfevalOptions> = defineVerifier<Settings, readonly Asked[]>({
  name: 'ifeval',
  golds: 'specification',
  options: { score: oneOf<'all' | 'share'>('all', 'share'), loose: flag(false) },
  readGold,
  judge({ gold, completion }, { score, loose }, meter) {
    if (completion.trim() === '') return noAnswer('there is no response');
    const forms = loose ? looseForms(completion) : [completion];
    // the rules look at each character a few times
    meter.spend(10 * completion.length * forms.length * gold.length);
    const broken = gold.filter(({ follows }) => !forms.some(form => form.trim() !== '' && follows(form)));
    const share = 1 - broken.length / gold.length;
    return {
      status: broken.length === 0 ? 'correct' : 'incorrect',
      score: score === 'share' ? share : Math.floor(share),
      reason:
        broken.length === 0
          ? 'every instruction is followed'
          : `not followed: ${broken.map(({ id }) => id).join(', ')}`,
      trace: gold.map(asked => `${asked.id}: ${broken.includes(asked) ? 'not followed' : 'followed'}`),
    };
  },
});

function readGold(gold: string): ReadGold<readonly Asked[]> {
  try {
    return { text: gold.trim(), value: readInstructions(gold) };
  } catch (error) {
    return { reason: (error as Error).message };
  }
}

/** The response, without its first line, its last, both, and each of these without asterisks. */
function looseForms(response: string): string[] {
  const lines = response.split('\n');
  const cuts = [lines, lines.slice(1), lines.slice(0, -1), lines.slice(1, -1)].map(cut =>
    cut.join('\n').trim(),
  );
  return [response, ...cuts.slice(1), ...[response, ...cuts.slice(1)].map(form => form.replaceAll('*', ''))];
}
