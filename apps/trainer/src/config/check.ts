// What a config's shape can't say: keys that depend on each other.

import { checkPlan, type MicroGroupPlan, planNamed } from '@trapo/prefix-select';
import type { MethodName } from '@trapo/trainer';
import { verifierByName } from '@trapo/verifiers';
import type { Config } from './config.ts';
import { benchmarkNames, planOf } from './derived.ts';
import { nearest } from './nearest.ts';

/** Faults of a well-formed config, each with its cure. */
export function faultsOf(config: Config): string[] {
  const { task, data, model, pretrain, training, methods, average } = config;
  const faults: string[] = [];
  if (task && data) faults.push('task and data: both are given; keep one of them');
  if (data && !data.pretrain && pretrain.steps > 0 && !('path' in model)) {
    faults.push(
      'data.pretrain: a model of these sizes starts from nothing; give data.pretrain: pretrain.jsonl to pretrain on, ' +
        'or model: {path: FOLDER} to begin with',
    );
  }
  if (data && Object.keys(data.benchmarks).length === 0) {
    faults.push('data.benchmarks: none is given; name at least one, for example {dev: dev.jsonl}');
  }
  if (!('path' in model) && training.responseLength >= model.max_position_embeddings) {
    faults.push(
      `training.responseLength: responses of ${training.responseLength} tokens leave no place for a prompt; make ` +
        `model.max_position_embeddings (${model.max_position_embeddings}) larger`,
    );
  }
  if (Object.keys(methods).length === 0) faults.push('methods: none is given, for example {trapo: {}}');
  for (const [name, { learningRate }] of Object.entries(methods)) {
    const phases = phaseCounts[name as MethodName] ?? 1;
    if (Array.isArray(learningRate) && learningRate.length !== phases) {
      faults.push(
        `methods.${name}.learningRate: ${name} has ${phases === 1 ? 'one phase' : `${phases} phases`}; received ` +
          `${learningRate.length} rates`,
      );
    }
  }
  const known = benchmarkNames(config);
  for (const name of average ?? []) {
    if (known.includes(name) || (task && data)) continue;
    faults.push(
      `average: no benchmark is named ${JSON.stringify(name)}; did you mean "${nearest(name, known)}"?`,
    );
  }
  return [...faults, ...verifierFaults(config), ...planFaults(config)];
}

const phaseCounts: Partial<Record<MethodName, number>> = { 'sft-then-rl': 2 };

function verifierFaults({ verifier: { name, options = {} } }: Config): string[] {
  const unknown = attempt('verifier.name', () => verifierByName(name));
  if (unknown.length > 0) return unknown;
  return attempt('verifier.options', () => verifierByName(name).parseGold('', options));
}

function planFaults({ training }: Config): string[] {
  const { plan, groupSize } = training;
  if (typeof plan === 'string') return attempt('training.plan', () => planNamed(plan, groupSize));
  if ('policy' in plan) return attempt('training.plan', () => planOf(training));
  if (plan.groupSize !== groupSize) {
    return [
      `training.plan.groupSize: it is ${plan.groupSize}, and training.groupSize ${groupSize}; make them the same`,
    ];
  }
  return attempt('training.plan', () => checkPlan(plan satisfies MicroGroupPlan));
}

function attempt(where: string, act: () => unknown): string[] {
  try {
    act();
    return [];
  } catch (error) {
    return [`${where}: ${(error as Error).message}`];
  }
}
