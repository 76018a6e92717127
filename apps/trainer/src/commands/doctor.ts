// `trapo doctor`: what this machine has, and what is missing.

import { styleText } from 'node:util';
import { type AddCommand, examples } from '../commandLine/commandLine.ts';
import type { Finding } from '../doctor/examine.ts';

const marks: Readonly<Record<Finding['state'], readonly [string, 'green' | 'yellow' | 'red']>> = {
  good: ['ok', 'green'],
  note: ['note', 'yellow'],
  bad: ['bad', 'red'],
};

export const addDoctor: AddCommand = (program, { cwd }) => {
  program
    .command('doctor')
    .description('Examine this machine: device, threads, build, memory, disk, and what is missing.')
    .option('--json', 'as JSON', false)
    .addHelpText(
      'after',
      `${examples(['trapo doctor', 'for people'], ['trapo doctor --json', 'for a report of a fault'])}
Exit code 1 when something is missing that a run needs.
`,
    )
    .action(async ({ json }: { json: boolean }) => {
      const { examine } = await import('../doctor/examine.ts');
      const findings = await examine(cwd);
      if (json) console.log(JSON.stringify(findings, null, 2));
      else for (const finding of findings) console.log(written(finding));
      if (findings.some(({ state }) => state === 'bad')) process.exitCode = 1;
    });
};

function written({ name, state, value, cure }: Finding): string {
  const [mark, colour] = marks[state];
  return `${styleText(colour, mark.padEnd(4))}  ${name.padEnd(10)} ${value}${cure ? `; ${cure}` : ''}`;
}
