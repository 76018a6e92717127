/** Makes the folder of a new kind, and its lines in the registry and the public API. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cases, indexOf, readmeOf } from './templates.ts';

const reserved =
  'break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with let static yield await';

/**
 * Writes `kinds/<name>/` into a package's `src` folder. Returns the paths it wrote or changed.
 *
 * @throws Error where the name is no name or taken, with one that is right
 */
export function generateVerifier(src: string, name: string): string[] {
  if (!/^[a-z][A-Za-z0-9]{1,40}$/.test(name) || reserved.split(' ').includes(name))
    throw new Error(
      `a verifier's name is a word in camelCase, for example: pnpm new:verifier chessMove; received ${JSON.stringify(name)}`,
    );
  const folder = join(src, 'kinds', name);
  if (existsSync(folder))
    throw new Error(`there is a verifier ${name} already: ${folder}; take another name`);
  mkdirSync(folder, { recursive: true });
  const files: readonly (readonly [string, string])[] = [
    [join(folder, 'index.ts'), indexOf(name)],
    [join(folder, 'cases.jsonl'), cases],
    [join(folder, 'README.md'), readmeOf(name)],
  ];
  for (const [path, text] of files) writeFileSync(path, text);
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Options`;
  const path = `'./kinds/${name}/index.ts';`;
  const registry = join(src, 'registry.ts');
  edit(registry, text => {
    const imported = insert(
      text,
      /^import .* from '\.\/kinds\/(\w+)\/index\.ts';$/,
      `import { ${name} } from ${path}`,
      name,
    );
    return insert(imported, /^ {2}(\w+?)(?:ByName\(verifierByName\))?,$/, `  ${name},`, name);
  });
  const api = join(src, 'index.ts');
  edit(api, text =>
    insert(
      text,
      /^export .* from '\.\/kinds\/(\w+)\/\w+\.ts';$/,
      `export { type ${type}, ${name} } from ${path}`,
      name,
    ),
  );
  return [...files.map(([written]) => written), registry, api];
}

function edit(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

/** Puts a line where it belongs among those that match, which are in the order of the names they hold. */
function insert(text: string, pattern: RegExp, line: string, name: string): string {
  const lines = text.split('\n');
  const places = lines.flatMap((each, i) => {
    const found = pattern.exec(each);
    return found ? [{ at: i, name: found[1]! }] : [];
  });
  if (places.length === 0) throw new Error(`there is no line like ${pattern} to put ${line} beside`);
  const next = places.find(place => place.name.toLowerCase() > name.toLowerCase());
  lines.splice(next ? next.at : places.at(-1)!.at + 1, 0, line);
  return lines.join('\n');
}
