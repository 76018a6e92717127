/** kl_penalty.json, verl_kl_penalty.json: the authors' KL estimators and verl's, value and gradient of each token. */
import { authorsK3, type Estimator, kl, type Objective, verlK3 } from '../../../packages/losses/src/index.ts';
import { type Check, check, flatten } from '../golden.ts';
import { evaluate } from './evaluate.ts';

interface Case {
  inputs: Record<'logprob' | 'ref_logprob', number[][]>;
  options: { kl_penalty: string };
  outputs: { kl: number[][] };
  grad_sum_logprob: number[][];
}

/** Both names of an estimator. */
const estimators: Readonly<Record<string, Estimator>> = {
  kl: 'k1',
  k1: 'k1',
  abs: 'abs',
  mse: 'k2',
  k2: 'k2',
  low_var_kl: 'k3',
  k3: 'k3',
};

export const klPenaltyHandler = (golden: unknown): Check[] => compare(golden, authors);
export const verlKlPenaltyHandler = (golden: unknown): Check[] => compare(golden, verl);

function compare(golden: unknown, objectiveOf: (name: string) => Objective): Check[] {
  const { inputs, options, outputs, grad_sum_logprob } = golden as Case;
  const objective = objectiveOf(options.kl_penalty);
  const ours = evaluate(objective, inputs.logprob, { refLogProb: flatten(inputs.ref_logprob) });
  return [check('kl', outputs.kl, ours.loss), check('grad_sum_logprob', grad_sum_logprob, ours.gradient)];
}

function authors(name: string): Objective {
  const estimator = estimators[name]!;
  return estimator === 'k3' ? authorsK3 : kl(estimator);
}

function verl(name: string): Objective {
  const straightThrough = name.endsWith('+');
  const estimator = estimators[straightThrough ? name.slice(0, -1) : name]!;
  const bounds = estimator === 'k3' ? { logRatioBound: 20, valueBound: 10 } : {};
  if (straightThrough) return kl(estimator, { ...bounds, gradientOf: 'k2' });
  return estimator === 'k3' ? verlK3 : kl(estimator);
}
