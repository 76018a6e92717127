// What follows from a config.

import { type MicroGroupPlan, type PrefixPolicy, planNamed, policyFrom } from '@trapo/prefix-select';
import { twoDigits } from '@trapo/tasks';
import { type MethodName, methods } from '@trapo/trainer';
import type { Config, Rates, TrainingConfig } from './config.ts';

/** Benchmarks, in the order of the table. */
export const benchmarkNames = ({ data }: Config): readonly string[] =>
  data ? Object.keys(data.benchmarks) : twoDigits.benchmarkLevels;

/** Those that count in the table's average. */
export const averaged = (config: Config): readonly string[] => config.average ?? benchmarkNames(config);

/** Throws Error when a policy's options can't work. */
export function planOf({ plan, groupSize }: TrainingConfig): MicroGroupPlan | PrefixPolicy {
  if (typeof plan === 'string') return planNamed(plan, groupSize);
  if (!('policy' in plan)) return plan;
  const { policy, ...options } = plan;
  return policyFrom({ name: policy, options: { groupSize, ...options } });
}

/** Peak learning rates of a method, one for each phase or one for all. */
export function ratesOf({ training, methods }: Config, name: MethodName): readonly number[] {
  const rates: Rates = methods[name]?.learningRate ?? training.learningRates[name] ?? training.learningRate;
  return typeof rates === 'number' ? [rates] : rates;
}

/** Methods to run, in order. */
export const methodsOf = ({ methods }: Config): MethodName[] => Object.keys(methods) as MethodName[];

/** Whether any of the methods reads expert answers. */
export const needsExperts = (config: Config): boolean =>
  methodsOf(config).some(name => methods[name].usesExperts);
