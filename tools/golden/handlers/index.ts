/** Which handler answers which golden file. A new one: a file beside this, and a line here. */
import type { Handler } from '../golden.ts';
import { eosMaskHandler } from './eosMask.ts';
import { grpoOutcomeAdvantageHandler } from './grpoOutcomeAdvantage.ts';
import { microGroupsHandler } from './microGroups.ts';
import { policyLossHandler } from './policyLoss.ts';
import { prefixEndIdxHandler } from './prefixEndIdx.ts';
import { tokenOnOffPolicyLossHandler } from './tokenOnOffPolicyLoss.ts';
import { trsftHandler } from './trsft.ts';

export const handlers: Readonly<Record<string, Handler>> = {
  'eos_mask.json': eosMaskHandler,
  'grpo_outcome_advantage.json': grpoOutcomeAdvantageHandler,
  'grpo_outcome_advantage_split.json': grpoOutcomeAdvantageHandler,
  'micro_groups.json': microGroupsHandler,
  'policy_loss.json': policyLossHandler,
  'prefix_end_idx.json': prefixEndIdxHandler,
  'token_on_off_policy_loss.json': tokenOnOffPolicyLossHandler,
  'trsft.json': trsftHandler,
};
