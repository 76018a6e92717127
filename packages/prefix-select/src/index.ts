export {
  nextMicroGroups,
  type PlannedMicroGroup,
  type PolicyDefinition,
  type PromptHistory,
  prefixPolicy,
} from './microGroups.ts';
export { checkPlan, type MicroGroupPlan } from './plan.ts';
export { adaptive } from './policies/adaptive.ts';
export { type BreadOptions, bread } from './policies/bread.ts';
export { type FixedOptions, fixed } from './policies/fixed.ts';
export { type LinearDecayOptions, linearDecay } from './policies/linearDecay.ts';
export { none } from './policies/none.ts';
export type { OneRatioOptions } from './policies/oneRatio.ts';
export { type PrefixRftOptions, prefixRft } from './policies/prefixRft.ts';
export { type RandomOptions, random } from './policies/random.ts';
export { reverseLinearDecay } from './policies/reverseLinearDecay.ts';
export { type UftOptions, uft } from './policies/uft.ts';
export type {
  MicroGroup,
  MicroGroupRewards,
  ObservedMicroGroup,
  PrefixPolicy,
  PrefixState,
  PromptExperts,
  PromptState,
} from './policy.ts';
export { type PolicyName, policyFrom, prefixPolicies } from './policyFrom.ts';
export { authorsCode, noPrefix, type PlanName, paper, planNamed, planNames } from './presets.ts';
export { assembleRow, expertAnswer, type Row, type RowParts, responseMask } from './rows.ts';
export type { GroupRules } from './rules.ts';
export { type SftRowRule, sftRowRules, sftRows } from './sftRows.ts';
export { blankLineTokens, prefixEnd, type Snap } from './snap.ts';
