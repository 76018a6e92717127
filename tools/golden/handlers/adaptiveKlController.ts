/** adaptive_kl_controller.json: the coefficient after each of a row of steps. */
import { adaptiveKl } from '../../../packages/losses/src/index.ts';
import { type Check, check } from '../golden.ts';

interface Case {
  inputs: { init_kl_coef: number; target_kl: number; horizon: number };
  outputs: { steps_currentkl_nsteps_value: [number, number, number][] };
}

export function adaptiveKlControllerHandler(golden: unknown): Check[] {
  const { inputs, outputs } = golden as Case;
  const options = { target: inputs.target_kl, horizon: inputs.horizon };
  let coefficient = inputs.init_kl_coef;
  return outputs.steps_currentkl_nsteps_value.map(([kl, samples, expected], step) => {
    coefficient = adaptiveKl(coefficient, kl, samples, options);
    return check(`coefficient after step ${step}`, expected, coefficient);
  });
}
