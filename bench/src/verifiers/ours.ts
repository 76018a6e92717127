import { profiles } from '../../../packages/verifiers/src/kinds/math/profiles.ts';
import { type Extraction, findAnswer, same } from '../../../packages/verifiers/src/math/index.ts';
import type { Config, JudgedCase } from './mathVerify.ts';

const meter = { spend() {} };

/** Judges a case by Math-Verify's conventions, extraction included. */
export function judge({ gold, answer, goldConfigs, answerConfigs, precision = 6 }: JudgedCase): boolean {
  const [left, right] = [
    findAnswer(gold, extractionOf(goldConfigs), meter),
    findAnswer(answer, extractionOf(answerConfigs), meter),
  ];
  if (!left?.expr || !right?.expr) return left !== undefined && left.text === right?.text;
  return same(left.expr, right.expr, { ...profiles['math-verify'].comparison, places: precision, meter });
}

function extractionOf(configs: readonly Config[] = [{ latex: {} }, { expr: {} }]): Extraction {
  const latex = configs.find(config => 'latex' in config)?.latex;
  const priority = latex?.boxed_match_priority ?? 50;
  return {
    boxes: priority < 0 ? 'never' : priority < 50 ? 'first' : 'afterFinalAnswer',
    latex: latex !== undefined,
    plain: configs.some(config => 'expr' in config),
  };
}
