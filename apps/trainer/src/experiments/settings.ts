// What a table of experiments is made of: recipes/table.yaml explains every key.

import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { type MethodName, methodNames } from '@trapo/trainer';
import { parse } from 'yaml';
import { z } from 'zod';
import { ConfigError } from '../config/configError.ts';

export interface StudyRow {
  readonly methods: readonly MethodName[];
  /** Over the recipe's `training`. */
  readonly training?: Readonly<Record<string, unknown>>;
}

interface Study {
  readonly title: string;
  /** By label. */
  readonly rows: Readonly<Record<string, StudyRow>>;
}

export interface TableSettings {
  readonly name: string;
  /** The config that every run starts from. */
  readonly recipe: string;
  readonly bases: readonly number[];
  readonly seeds: number;
  readonly tuning: {
    readonly bases: readonly number[];
    readonly seeds: number;
    readonly learningRates: readonly number[];
  };
  readonly learningRates: Readonly<Partial<Record<MethodName, number>>>;
  readonly subject: MethodName;
  readonly methods: readonly MethodName[];
  readonly studies: Readonly<Record<string, Study>>;
  readonly passAtK?: {
    readonly methods: readonly (MethodName | 'base')[];
    readonly benchmarks: readonly string[];
    readonly samples: number;
  };
}

const method = z.enum(methodNames as [MethodName]);
const count = z.int('a whole number is needed').positive('a number above 0 is needed');
const seeds = z.array(z.int32('a whole number is needed')).min(1, 'at least one seed is needed');
const rate = z.number('a number is needed').positive('a number above 0 is needed');

const schema: z.ZodType<TableSettings> = z.strictObject({
  name: z.string().regex(/^[\w.-]+$/, 'letters, digits, ".", "-" and "_" are needed: it names a folder'),
  recipe: z.string().min(1),
  bases: seeds,
  seeds: count,
  tuning: z.strictObject({ bases: seeds, seeds: count, learningRates: z.array(rate).min(1) }),
  learningRates: z.partialRecord(method, rate),
  subject: method,
  methods: z.array(method).min(1, 'at least one method is needed'),
  studies: z.record(
    z.string().regex(/^[\w.-]+$/),
    z.strictObject({
      title: z.string(),
      rows: z.record(
        z.string(),
        z.strictObject({
          methods: z.array(method).min(1),
          training: z.record(z.string(), z.unknown()).exactOptional(),
        }),
      ),
    }),
  ),
  passAtK: z
    .strictObject({
      methods: z.array(z.union([method, z.literal('base')])).min(1),
      benchmarks: z.array(z.string()).min(1),
      samples: count,
    })
    .exactOptional(),
});

/** @throws ConfigError with every fault found; an Error if the file is missing or no YAML */
export async function loadSettings(file: string): Promise<TableSettings> {
  const text = await readFile(file, 'utf8').catch(cause => {
    throw new Error(`can't read ${file}: ${cause.message}`, { cause });
  });
  const { success, data, error } = schema.safeParse(parse(text));
  if (!success) {
    throw new ConfigError(
      file,
      error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`),
    );
  }
  const faults = [
    ...(data.methods.includes(data.subject)
      ? []
      : [`subject: ${data.subject} is none of the methods; add it there`]),
    ...(data.tuning.bases.some(base => data.bases.includes(base))
      ? ['tuning.bases: a base of the table is tuned on; take others, for example [2001, 2002]']
      : []),
  ];
  if (faults.length > 0) throw new ConfigError(file, faults);
  return { ...data, recipe: resolve(dirname(file), data.recipe) };
}
