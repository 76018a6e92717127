import { profiles } from '../../../../packages/verifiers/src/kinds/math/profiles.ts';
import {
  type Answer,
  type Comparison,
  type Extraction,
  findAnswer,
  same,
} from '../../../../packages/verifiers/src/math/index.ts';
import { chosenString, type StringConfig } from '../chosenString.ts';
import type { Suite, SuiteCase } from '../suite.ts';

type Config =
  | { readonly latex: { readonly boxed_match_priority?: number } }
  | { readonly expr: object }
  | { readonly string: StringConfig };

interface MathVerifyCase extends SuiteCase {
  readonly kind: 'verify' | 'extract';
  readonly gold: string | null;
  readonly pred: string;
  readonly gold_extraction: readonly Config[] | null;
  readonly pred_extraction: readonly Config[];
  readonly expected: boolean | { readonly count: number } | { readonly value: string } | readonly string[];
  readonly options: {
    readonly precision?: number;
    readonly strict?: boolean;
    readonly allow_set_relation_comp?: boolean;
  };
}

const meter = { spend() {} };

/** Math-Verify 0.8: extraction by its configurations, comparison under the profile of its name. */
export const mathVerify: Suite = {
  name: 'math-verify',
  differs(peerCase) {
    const { kind, gold, pred, gold_extraction, pred_extraction, expected, options } =
      peerCase as MathVerifyCase;
    if (kind === 'extract') return differsInExtraction(pred, pred_extraction, expected);
    const comparison: Comparison = {
      ...profiles['math-verify'].comparison,
      places: options.precision ?? 6,
      relationsForSets: options.allow_set_relation_comp ?? false,
      renamedVariables: options.strict === false,
    };
    const [left, right] = [read(gold!, gold_extraction!), read(pred, pred_extraction)];
    const verdict = left !== undefined && right !== undefined && agree(left, right, comparison);
    return verdict === expected
      ? undefined
      : `${verdict}: gold ${JSON.stringify(left?.text)}, answer ${JSON.stringify(right?.text)}`;
  },
};

const read = (text: string, configs: readonly Config[]): Answer | undefined =>
  findAnswer(text, extractionOf(configs), meter);

function extractionOf(configs: readonly Config[]): Extraction {
  const latex = configs.find(config => 'latex' in config)?.latex;
  const priority = latex?.boxed_match_priority ?? 50;
  return {
    boxes: priority < 0 ? 'never' : priority < 50 ? 'first' : 'afterFinalAnswer',
    latex: latex !== undefined,
    plain: configs.some(config => 'expr' in config),
  };
}

function agree(gold: Answer, given: Answer, comparison: Comparison): boolean {
  if (gold.expr && given.expr) return same(gold.expr, given.expr, { ...comparison, meter });
  return !gold.expr && !given.expr && gold.text === given.text;
}

function differsInExtraction(
  pred: string,
  configs: readonly Config[],
  expected: MathVerifyCase['expected'],
): string | undefined {
  const strings = configs.find(config => 'string' in config)?.string;
  if (strings) {
    const found = chosenString(pred, strings);
    return JSON.stringify(found) === JSON.stringify(expected) ? undefined : `found ${JSON.stringify(found)}`;
  }
  const found = read(pred, configs);
  if (typeof expected === 'object' && 'count' in expected)
    return (found ? 1 : 0) === expected.count ? undefined : `found ${JSON.stringify(found?.text)}`;
  if (typeof expected !== 'object' || !('value' in expected)) return 'an unknown expectation';
  const value = findAnswer(`$${expected.value}$`, extractionOf(configs), meter);
  const agrees =
    found?.expr !== undefined &&
    value?.expr !== undefined &&
    same(value.expr, found.expr, { ...profiles['math-verify'].comparison, meter });
  return agrees ? undefined : `found ${JSON.stringify(found?.text)}`;
}
