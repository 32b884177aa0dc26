import type { Route } from './yaml/source.ts';

/** A place of a file in words: `` `timeout` of task `load` ``, `` item 2 of `needs` of task `load` ``. */
export function routeWords(route: Route): string {
  if (route.length === 0) return 'the file';
  const owner = ownerWords(route);
  const rest = route.slice(owner.length);
  if (rest.length === 0) return owner.words;
  const words = rest.map((step) => (typeof step === 'number' ? `item ${step + 1}` : `\`${clip(step)}\``)).reverse();
  return [...words, ...(owner.words === '' ? [] : [owner.words])].join(' of ');
}

/** What people would name first: a task or a param rather than the mapping that it stands in. */
function ownerWords(route: Route): { readonly words: string; readonly length: number } {
  const [first, second] = route;
  const noun = typeof first === 'string' && Object.hasOwn(nouns, first) ? nouns[first] : undefined;
  if (noun === undefined || second === undefined) return { words: '', length: 0 };
  const name = typeof second === 'number' ? String(second + 1) : `\`${clip(second)}\``;
  return { words: `${noun} ${name}`, length: 2 };
}

const nouns: Readonly<Record<string, string>> = {
  tasks: 'task',
  params: 'param',
  pools: 'pool',
  lanes: 'lane',
  environments: 'environment',
  cases: 'case',
};

/** A value in words: `the text "abc"`, `the number 5`, `a list`, `empty`. */
export function foundWords(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  switch (typeof value) {
    case 'string':
      return value === '' ? 'an empty text' : `the text ${JSON.stringify(clip(value))}`;
    case 'number':
      return `the number ${value}`;
    case 'boolean':
      return `\`${value}\``;
    default:
      return 'a mapping';
  }
}

/** A text that fits into a message. */
export function clip(text: string, bound = 60): string {
  return text.length > bound ? `${text.slice(0, bound - 1)}…` : text;
}
