// The charts of a run, as Vega-Lite specifications.

import { accuracyChart } from './accuracyChart.ts';
import { curveChart } from './curveChart.ts';
import { levelsChart } from './levelsChart.ts';
import type { Run } from './readRun.ts';
import type { Chart } from './style.ts';

/** Those that the run has the numbers for. */
export function chartsOf(run: Run): Chart[] {
  const methods = new Map([...run.metrics].filter(([name]) => name !== 'base'));
  const base = new Map([...run.metrics].filter(([name]) => name === 'base'));
  const charts = [
    accuracyChart(run.results),
    curveChart(methods, {
      name: 'reward',
      metric: 'rewardWithoutPrefix',
      title: 'Reward without a prefix',
      caption:
        'Mean reward of the rollouts that were given nothing of the expert answer, on training problems.',
      axis: 'mean reward',
      top: 1,
    }),
    levelsChart(methods.get('trapo')),
    curveChart(methods, {
      name: 'expert-probability',
      metric: 'expertProbability',
      title: 'Probability of expert tokens',
      caption:
        'Mean probability that the policy gives to the expert tokens of the step: whole answers or prefixes.',
      axis: 'mean probability',
      top: 1,
    }),
    curveChart(methods, {
      name: 'entropy',
      metric: 'entropy',
      title: 'Entropy',
      caption: 'Mean entropy of the policy over the tokens of the responses.',
      axis: 'entropy (nats a token)',
    }),
    curveChart(methods, {
      name: 'gradient-norm',
      metric: 'gradientNorm',
      title: 'Gradient norm',
      caption: 'Global norm of the gradient, before clipping.',
      axis: 'norm',
    }),
    curveChart(base, {
      name: 'pretraining',
      metric: 'loss',
      title: 'Pretraining',
      caption: 'Cross-entropy of the base model on the completions of its examples.',
      axis: 'loss (nats a token)',
      log: true,
    }),
  ];
  return charts.filter(chart => chart !== undefined);
}
