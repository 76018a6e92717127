import { defineVerifier, type OptionsOf, type ReadGold } from '../../defineVerifier.ts';
import { finalAnswer } from '../../extract/finalAnswer.ts';
import { correct, incorrect, noAnswer } from '../../judgements.ts';
import { oneOf } from '../../options.ts';
import type { Verifier } from '../../verifier.ts';
import { elementsOf } from './elements.ts';

interface Settings {
  /** Whether the order counts: `any` (the default) or `same`. */
  readonly order: 'any' | 'same';
  /** Whether an element may be repeated: each counts (`count`, the default), or a set is meant (`ignore`). */
  readonly repeats: 'count' | 'ignore';
}

/** The options of `list`, each with a default. */
export type ListOptions = OptionsOf<Settings>;

/** Rewards 1 where the final answer lists the gold's elements: all of them and no others. */
export const list: Verifier<ListOptions> = defineVerifier<Settings, readonly string[]>({
  name: 'list',
  options: {
    order: oneOf<'any' | 'same'>('any', 'same'),
    repeats: oneOf<'count' | 'ignore'>('count', 'ignore'),
  },
  readGold,
  judge({ gold, completion }, settings) {
    const answer = finalAnswer(completion);
    const elements = answer && elementsOf(answer.text);
    if (!elements || elements.length === 0) return noAnswer('no elements are listed');
    const extracted = elements.join(', ');
    return key(elements, settings) === key(gold, settings)
      ? correct(extracted, 'the elements are those of the gold')
      : incorrect(extracted, difference(elements, gold));
  },
});

function readGold(gold: string): ReadGold<readonly string[]> {
  const value = elementsOf(gold);
  return value.length === 0
    ? { reason: 'the gold lists no elements; write them like "1, 2, 3" or ["a","b"]' }
    : { text: gold.trim(), value };
}

/** Equal for lists that are equal under the settings. */
function key(elements: readonly string[], { order, repeats }: Settings): string {
  const kept = repeats === 'ignore' ? [...new Set(elements)] : [...elements];
  return JSON.stringify(order === 'any' ? kept.sort() : kept);
}

function difference(elements: readonly string[], gold: readonly string[]): string {
  const missing = gold.filter(element => !elements.includes(element));
  const extra = elements.filter(element => !gold.includes(element));
  if (missing.length > 0) return `missing: ${missing.slice(0, 3).join(', ')}`;
  return extra.length > 0 ? `not in the gold: ${extra.slice(0, 3).join(', ')}` : 'order or repeats differ';
}
