import { type MethodName, methods } from '@trapo/trainer';

/** Names of stages as papers print them. */
export const labelOf = (name: string): string =>
  Object.hasOwn(methods, name) ? methods[name as MethodName].label : name;
