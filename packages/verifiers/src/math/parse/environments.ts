/** Matrices and aligned equations. */
import { call, list } from '../tree/build.ts';
import type { Expr } from '../tree/expr.ts';
import { accept, afresh, type Cursor, isCommand, isSign, next, peek, unexpected } from './cursor.ts';
import { items } from './items.ts';

/** \begin{name} ... \end{name}: rows end with \\, cells with &. */
export function environment(cursor: Cursor): Expr {
  const name = environmentName(cursor);
  if (name === 'array' && isSign(peek(cursor), '{')) environmentName(cursor);
  const rows: Expr[][] = [[]];
  afresh(cursor, () => {
    while (!isCommand(peek(cursor), 'end')) {
      if (peek(cursor).type === 'end') throw unexpected(cursor, `\\end{${name}} is missing`);
      if (accept(cursor, '\\\\')) rows.push([]);
      else if (!accept(cursor, '&')) {
        const before = cursor.at;
        const cell = items(cursor);
        if (cursor.at === before) throw unexpected(cursor, 'a cell is missing');
        if (cell.length > 0) rows.at(-1)!.push(list(cell));
      }
    }
  });
  next(cursor);
  environmentName(cursor);
  const filled = rows.filter(row => row.length > 0);
  if (filled.length === 0) throw unexpected(cursor, 'the environment is empty');
  const system = name === 'cases' && filled.every(row => row.length === 1);
  if (system || !/matrix|array|cases/.test(name)) return list(filled.flat());
  const matrix: Expr = { kind: 'matrix', rows: filled };
  return name === 'vmatrix' ? call('det', matrix) : matrix;
}

/** The letters between the braces that come next. */
function environmentName(cursor: Cursor): string {
  let name = '';
  if (!accept(cursor, '{')) throw unexpected(cursor, 'the name of an environment is missing');
  for (let token = next(cursor); !isSign(token, '}'); token = next(cursor)) {
    if (token.type === 'end') throw unexpected(cursor, 'a } is missing');
    name += token.value;
  }
  return name.replace('*', '');
}
