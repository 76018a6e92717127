// What every command is given, and how it is added to the program.

import type { Command } from 'commander';

interface CommandLine {
  /** Where the user is: relative paths are relative to it. */
  readonly cwd: string;
}

/** Adds a command to the program. */
export type AddCommand = (program: Command, commandLine: CommandLine) => void;

/** Text for the end of a command's help: what people type, and what it does. */
export const examples = (...lines: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...lines.map(([command]) => command.length));
  return `\nExamples:\n${lines.map(([command, what]) => `  $ ${command.padEnd(width)}  # ${what}`).join('\n')}\n`;
};
