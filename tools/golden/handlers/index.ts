/** Which handler answers which golden file. A new one: a file beside this, and a line here. */
import type { Handler } from '../golden.ts';
import { adaptiveKlControllerHandler } from './adaptiveKlController.ts';
import { dapoOverlongHandler } from './dapoOverlong.ts';
import { eosMaskHandler } from './eosMask.ts';
import { gaeHandler } from './gae.ts';
import { grpoOutcomeAdvantageHandler } from './grpoOutcomeAdvantage.ts';
import { maskedStatsHandler } from './maskedStats.ts';
import { microGroupsHandler } from './microGroups.ts';
import { policyLossHandler } from './policyLoss.ts';
import { prefixEndIdxHandler } from './prefixEndIdx.ts';
import { reinforcePlusPlusAdvantageHandler } from './reinforcePlusPlusAdvantage.ts';
import { tokenOnOffPolicyLossHandler } from './tokenOnOffPolicyLoss.ts';
import { trlGkdJsdHandler } from './trlGkdJsd.ts';
import { trsftHandler } from './trsft.ts';
import { valueLossHandler } from './valueLoss.ts';
import { verlAdvantagesHandler } from './verlAdvantages.ts';

export const handlers: Readonly<Record<string, Handler>> = {
  'adaptive_kl_controller.json': adaptiveKlControllerHandler,
  'dapo_overlong.json': dapoOverlongHandler,
  'eos_mask.json': eosMaskHandler,
  'gae.json': gaeHandler,
  'grpo_outcome_advantage.json': grpoOutcomeAdvantageHandler,
  'grpo_outcome_advantage_split.json': grpoOutcomeAdvantageHandler,
  'masked_stats.json': maskedStatsHandler,
  'micro_groups.json': microGroupsHandler,
  'policy_loss.json': policyLossHandler,
  'prefix_end_idx.json': prefixEndIdxHandler,
  'reinforce_plus_plus_advantage.json': reinforcePlusPlusAdvantageHandler,
  'token_on_off_policy_loss.json': tokenOnOffPolicyLossHandler,
  'trl_gkd_jsd.json': trlGkdJsdHandler,
  'trsft.json': trsftHandler,
  'value_loss.json': valueLossHandler,
  'verl_advantages.json': verlAdvantagesHandler,
};
