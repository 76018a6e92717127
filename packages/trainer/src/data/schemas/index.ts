import { authors } from './authors.ts';
import type { RowSchema } from './rowSchema.ts';
import { trapo } from './trapo.ts';
import { trl } from './trl.ts';

/** Ways of writing problems down: README.md of the folder above has their keys. */
export type SchemaName = 'authors' | 'trl' | 'trapo';

/** In the order in which they are tried. */
const schemas: Readonly<Record<SchemaName, RowSchema>> = { authors, trl, trapo };

export const schemaNames: readonly SchemaName[] = Object.keys(schemas) as SchemaName[];

/** The schema of this name; for `auto`, the first that recognises the row. */
export function schemaFor(name: SchemaName | 'auto', row: unknown): RowSchema {
  if (name !== 'auto') return schemas[name];
  const fields = typeof row === 'object' && row !== null ? (row as Record<string, unknown>) : {};
  return Object.values(schemas).find(({ recognises }) => recognises(fields))!;
}
