/** A config that can't be run: every fault with its cause, an example of what is right, and what was received. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];

  constructor(file: string, faults: readonly string[]) {
    super([`${file} can't be run:`, ...faults.map(fault => `  ${fault}`)].join('\n'));
    this.faults = faults;
  }
}
