import { count, type Instruction, instruction, words } from '../instruction.ts';

/** How a response must be laid out. */
export const formatInstructions: Readonly<Record<string, Instruction>> = {
  'detectable_format:number_bullet_lists': instruction(
    'detectable_format:number_bullet_lists',
    { num_bullets: count },
    (response, { num_bullets }) => bullets(response) === num_bullets,
  ),
  'detectable_format:constrained_response': instruction(
    'detectable_format:constrained_response',
    {},
    response => ['yes', 'no', 'maybe'].some(answer => response.includes(`My answer is ${answer}.`)),
  ),
  'detectable_format:number_highlighted_sections': instruction(
    'detectable_format:number_highlighted_sections',
    { num_highlights: count },
    (response, { num_highlights }) => highlights(response) >= num_highlights,
  ),
  'detectable_format:multiple_sections': instruction(
    'detectable_format:multiple_sections',
    { section_spliter: words('Section'), num_sections: count },
    (response, { section_spliter, num_sections }) =>
      numbered(response, section_spliter.trim()) >= num_sections,
  ),
  'detectable_format:json_format': instruction('detectable_format:json_format', {}, isJson),
  'detectable_format:title': instruction('detectable_format:title', {}, response =>
    response.split('\n').some(hasTitle),
  ),
  'detectable_format:rephrasing': instruction(
    'detectable_format:rephrasing',
    { original_message: words('I am *happy*.') },
    (response, { original_message }) =>
      withoutChanges(response) !== response && withoutChanges(response) === withoutChanges(original_message),
  ),
  'multi-turn:constrained_start': instruction(
    'multi-turn:constrained_start',
    { starter: words('I think') },
    (response, { starter }) => response.split('\n').some(line => line.trimStart().startsWith(starter.trim())),
  ),
};

/** Lines that begin with a hyphen, or with one asterisk. An asterisk alone takes the line after it. */
function bullets(response: string): number {
  const lines = response.split('\n').map(line => line.trimStart());
  let found = 0;
  for (let i = 0; i < lines.length; i++) {
    const [line, next] = [lines[i]!, lines[i + 1]];
    if (line.startsWith('-')) found++;
    else if (line === '*' && next !== undefined) {
      found++;
      i++;
    } else if (/^\*[^*]/.test(line)) found++;
  }
  return found;
}

/** `*marked*` counts once, `**marked**` twice more: as the original counts them. */
function highlights(response: string): number {
  const marked = (pattern: RegExp) =>
    (response.match(pattern) ?? []).filter(text => text.replaceAll('*', '').trim() !== '').length;
  return marked(/\*[^\n*]*\*/g) + marked(/\*\*[^\n*]*\*\*/g);
}

/** How often a word is followed by a number. */
function numbered(response: string, word: string): number {
  let found = 0;
  for (let at = response.indexOf(word); at >= 0; at = response.indexOf(word, at + word.length))
    if (/^\s?\d/.test(response.slice(at + word.length, at + word.length + 2))) found++;
  return found;
}

function isJson(response: string): boolean {
  const text = response
    .trim()
    .replace(/^```(?:json|Json|JSON)?/, '')
    .replace(/```$/, '');
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Something between the first << and the last >> of a line. */
function hasTitle(line: string): boolean {
  const [open, close] = [line.indexOf('<<'), line.lastIndexOf('>>')];
  return (
    open >= 0 &&
    close > open + 2 &&
    line.slice(open, close).replace(/^<+/, '').replace(/>+$/, '').trim() !== ''
  );
}

/** Without what stands between the first and the last asterisk of each line. */
const withoutChanges = (text: string): string =>
  text
    .split('\n')
    .map(line => {
      const [from, to] = [line.indexOf('*'), line.lastIndexOf('*')];
      return from < to ? line.slice(0, from) + line.slice(to + 1) : line;
    })
    .join('\n');
