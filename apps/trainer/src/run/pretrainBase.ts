import { pretrain } from '@trapo/trainer';
import { follow } from './follow.ts';
import type { Stage } from './stage.ts';

/** Pretrains the base model on plain examples; returns the seconds it took. */
export function pretrainBase(stage: Stage): Promise<number> {
  const { learningRate, decay, warmup, floor, steps, examplesPerStep, ...update } = stage.config.pretrain;
  const note = ({ loss }: Readonly<Record<string, number>>) => `loss ${loss!.toFixed(3)}`;
  return follow(stage, { name: 'base', label: 'pretraining', steps, note }, from =>
    pretrain({
      policy: stage.policy,
      examples: stage.data.pretrain,
      steps,
      examplesPerStep,
      schedule: { peak: learningRate, warmup, floor, decay },
      update,
      ...(from && { from: from.step }),
    }),
  );
}
