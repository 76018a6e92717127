/** Which handler answers which golden file. A new one: a file beside this, and a line here. */
import type { Handler } from '../golden.ts';
import { adaptiveKlControllerHandler } from './adaptiveKlController.ts';
import { chordHandler } from './chord.ts';
import { dapoOverlongHandler } from './dapoOverlong.ts';
import { eosMaskHandler } from './eosMask.ts';
import { logitsEntropySftHandler, trlDftLossHandler } from './fromLogits.ts';
import { gaeHandler } from './gae.ts';
import { grpoOutcomeAdvantageHandler } from './grpoOutcomeAdvantage.ts';
import { klPenaltyHandler, verlKlPenaltyHandler } from './klPenalty.ts';
import { maskedStatsHandler } from './maskedStats.ts';
import { microGroupsHandler } from './microGroups.ts';
import { onOffPolicyLossHandler } from './onOffPolicyLoss.ts';
import { policyLossHandler } from './policyLoss.ts';
import { prefixEndIdxHandler } from './prefixEndIdx.ts';
import { reinforcePlusPlusAdvantageHandler } from './reinforcePlusPlusAdvantage.ts';
import { trlGkdJsdHandler } from './trlGkdJsd.ts';
import { trlGrpoLossHandler } from './trlGrpoLoss.ts';
import { trsftHandler } from './trsft.ts';
import { valueLossHandler } from './valueLoss.ts';
import { verlAdvantagesHandler } from './verlAdvantages.ts';
import { verlAggLossHandler } from './verlAggLoss.ts';
import { verlPolicyLossesHandler } from './verlPolicyLosses.ts';

export const handlers: Readonly<Record<string, Handler>> = {
  'chord.json': chordHandler,
  'dapo_overlong.json': dapoOverlongHandler,
  'eos_mask.json': eosMaskHandler,
  'gae.json': gaeHandler,
  'grpo_outcome_advantage.json': grpoOutcomeAdvantageHandler,
  'grpo_outcome_advantage_split.json': grpoOutcomeAdvantageHandler,
  'kl_penalty.json': klPenaltyHandler,
  'logits_entropy_sft.json': logitsEntropySftHandler,
  'luffy_loss.json': onOffPolicyLossHandler,
  'masked_stats.json': maskedStatsHandler,
  'micro_groups.json': microGroupsHandler,
  'policy_loss.json': policyLossHandler,
  'prefix_end_idx.json': prefixEndIdxHandler,
  'reinforce_plus_plus_advantage.json': reinforcePlusPlusAdvantageHandler,
  'token_on_off_policy_loss.json': onOffPolicyLossHandler,
  'trl_dft_loss.json': trlDftLossHandler,
  'trl_gkd_jsd.json': trlGkdJsdHandler,
  'trl_grpo_loss.json': trlGrpoLossHandler,
  'trsft.json': trsftHandler,
  'value_loss.json': valueLossHandler,
  'verl_advantages.json': verlAdvantagesHandler,
  'verl_agg_loss.json': verlAggLossHandler,
  'verl_kl_penalty.json': verlKlPenaltyHandler,
  'verl_policy_losses.json': verlPolicyLossesHandler,
  'adaptive_kl_controller.json': adaptiveKlControllerHandler,
};
