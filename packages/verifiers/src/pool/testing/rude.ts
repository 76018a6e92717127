import { defineVerifier } from '../../defineVerifier.ts';
import { correct } from '../../judgements.ts';
import type { Verifier } from '../../verifier.ts';

/** A verifier that obeys its completions: they can have it hang, exit, or eat memory. */
export const rude: Verifier<object> = defineVerifier<object, string>({
  name: 'rude',
  options: {},
  readGold: gold => ({ text: gold, value: gold }),
  judge({ completion }) {
    if (completion === 'hang') for (;;);
    if (completion === 'exit') process.exit(3);
    if (completion === 'eat')
      for (const meal: unknown[] = []; ; ) meal.push(new Array(1e6).fill(meal.length));
    return correct(completion, 'obeyed');
  },
});
