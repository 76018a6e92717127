/** Whether this is Node. Bundlers' stand-ins for `process` have no built-in modules. */
export function isNode(): boolean {
  return typeof globalThis.process?.getBuiltinModule === 'function';
}
