import type { Options } from './commandLine.ts';
export async function memory(_: Options): Promise<boolean> {
  return true;
}
