import { type MethodName, methodNamed, type TrainOptions, train } from '@trapo/trainer';
import { planOf, ratesOf } from '../config/derived.ts';
import { labelOf } from '../labels.ts';
import { follow } from './follow.ts';
import type { Stage } from './stage.ts';

type Metrics = Readonly<Record<string, number>>;

/** Trains the policy with one method; returns the seconds it took. */
export function trainMethod(stage: Stage, name: MethodName): Promise<number> {
  const { config, policy, verifier, data } = stage;
  const { training, paragraphBreak, seed } = config;
  const { decay, warmup, floor, beta1, beta2, weightDecay, clipNorm } = training;
  const { rowsPerStep, responseLength, temperature, entropyCoefficient, klCoefficient, alpha, groupSize } =
    training;
  const steps = config.methods[name]?.steps ?? training.steps;
  const options: TrainOptions = {
    policy,
    verifier,
    problems: data.train,
    phases: methodNamed(name, {
      responseLength,
      lossLength: training.lossLength,
      entropyCoefficient,
      klCoefficient,
      alpha,
      groupSize,
      plan: planOf(training),
      expertsPerProblem: expertsPerProblem(data.train),
      steps,
      ...(training.updates !== undefined && { updates: training.updates }),
    }),
    steps,
    rowsPerStep,
    schedules: ratesOf(config, name).map(peak => ({ peak, warmup, floor, decay })),
    update: { beta1, beta2, weightDecay, clipNorm },
    responseLength,
    temperature,
    paragraphBreak,
    seed,
  };
  return follow(stage, { name, label: labelOf(name), steps, note }, from =>
    train({ ...options, ...(from && { from }) }),
  );
}

/** Rewards where responses were sampled, else the loss; and what the verifier could not judge. */
function note(metrics: Metrics): string {
  const { reward, rewardWithoutPrefix, loss } = metrics;
  const percent = (value = 0) => `${(100 * value).toFixed(0)}%`;
  const unjudged = ['gold_unparsable', 'timeout', 'error'].reduce(
    (sum, status) => sum + (metrics[`verifier/${status}`] ?? 0),
    0,
  );
  const main =
    reward === undefined
      ? `loss ${(loss ?? Number.NaN).toFixed(3)}`
      : `reward ${percent(reward)}, without prefix ${percent(rewardWithoutPrefix)}`;
  return unjudged > 0 ? `${main}, ${unjudged} unjudged` : main;
}

/** The mean, as a whole number: how many rows a problem gives to supervised fine-tuning. */
const expertsPerProblem = (problems: Stage['data']['train']): number =>
  Math.max(1, Math.round(problems.reduce((sum, { experts }) => sum + experts.length, 0) / problems.length));
