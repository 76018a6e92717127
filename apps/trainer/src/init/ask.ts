// The questions of `trapo init`, in a terminal.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { cancel, intro, isCancel, multiselect, path, select } from '@clack/prompts';
import { type MethodName, methodNames } from '@trapo/trainer';
import { verifierNames } from '@trapo/verifiers';
import { labelOf } from '../labels.ts';
import type { BaseAnswer, DataAnswer, InitAnswers, RunLength } from './answers.ts';

/** Thrown when the user leaves. */
class Left extends Error {
  override readonly name = 'Left';
}

interface Terminal {
  readonly input?: Readable;
  readonly output?: Writable;
}

/**
 * Asks what is not known yet.
 * @param own the user's file, where it was named
 * @throws Left on Ctrl-C or Escape
 */
export async function ask(
  cwd: string,
  folder: string,
  own: string | undefined,
  terminal: Terminal = {},
): Promise<InitAnswers> {
  intro('A config, and data to begin with', terminal);
  const answered = async <T>(question: Promise<T>): Promise<Exclude<T, symbol>> => {
    const answer = await question;
    if (!isCancel(answer)) return answer as Exclude<T, symbol>;
    cancel('nothing was written', terminal);
    throw new Left('left without an answer; nothing was written');
  };
  const file = (message: string) =>
    answered(
      path({
        ...terminal,
        message,
        root: cwd,
        validate: value =>
          value && existsSync(resolve(cwd, value))
            ? undefined
            : `there is nothing at ${value}; for example train.jsonl`,
      }),
    );

  const data: DataAnswer =
    own === undefined ? await askData() : { kind: 'own', train: own, ...(await askBenchmark()) };
  async function askData(): Promise<DataAnswer> {
    const kind = await answered(
      select({
        ...terminal,
        message: 'Which problems?',
        options: [
          {
            value: 'sample' as const,
            label: 'a sample to try with',
            hint: 'step-by-step problems, written for you',
          },
          {
            value: 'own' as const,
            label: 'my own',
            hint: 'JSONL: {"prompt", "answer", "experts": ["a whole solution"]}',
          },
        ],
      }),
    );
    if (kind === 'sample') return { kind };
    return { kind, train: await file('The file of training problems'), ...(await askBenchmark()) };
  }
  async function askBenchmark(): Promise<{ readonly benchmark?: string }> {
    const held = await answered(
      select({
        ...terminal,
        message: 'What are accuracies measured on?',
        options: [
          { value: true, label: 'every fifth of my problems', hint: 'held out from training' },
          { value: false, label: 'another file of mine' },
        ],
      }),
    );
    return held ? {} : { benchmark: await file('The file of benchmark problems') };
  }

  const verifier =
    data.kind === 'sample'
      ? 'boxedExact'
      : await answered(
          select({
            ...terminal,
            message: 'How are answers judged?',
            options: verifierNames.map(name => ({ value: name, label: name })),
            initialValue: 'boxedExact',
          }),
        );

  const kind = await answered(
    select({
      ...terminal,
      message: 'What does training begin with?',
      options: [
        { value: 'fresh' as const, label: 'a small model, made here', hint: 'seconds to minutes' },
        {
          value: 'model' as const,
          label: 'a model folder',
          hint: 'config.json, safetensors, tokenizer.json',
        },
        ...(data.kind === 'own'
          ? [{ value: 'pretrain' as const, label: 'a small model, pretrained on a file of mine' }]
          : []),
      ],
    }),
  );
  const base: BaseAnswer =
    kind === 'model'
      ? { kind, path: await file('The model folder') }
      : kind === 'pretrain'
        ? { kind, file: await file('The file of {"prompt", "completion"} rows') }
        : { kind: 'fresh' };

  const methods: MethodName[] = await answered(
    multiselect({
      ...terminal,
      message: 'Which methods, side by side?',
      options: methodNames.map(value => ({ value, label: labelOf(value) })),
      initialValues: ['sft', 'grpo', 'trapo'] satisfies MethodName[] as MethodName[],
      required: true,
    }),
  );
  const length: RunLength = await answered(
    select({
      ...terminal,
      message: 'How long?',
      options: [
        { value: 'quick' as const, label: 'quick', hint: '20 updates a method: does it run?' },
        { value: 'standard' as const, label: 'standard', hint: '70 updates a method: does it learn?' },
      ],
    }),
  );
  return { folder, data, verifier, base, methods, length };
}
