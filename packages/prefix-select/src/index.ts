export {
  type MicroGroup,
  type MicroGroupState,
  nextMicroGroups,
  recordRewards,
  startMicroGroups,
} from './microGroups.ts';
export { checkPlan, type MicroGroupPlan } from './plan.ts';
export { authorsCode, noPrefix, type PlanName, paper, planNamed, planNames } from './presets.ts';
export { assembleRow, expertAnswer, type Row, type RowParts, responseMask } from './rows.ts';
export { type SftRowRule, sftRowRules, sftRows } from './sftRows.ts';
export { prefixEnd, type Snap } from './snap.ts';
