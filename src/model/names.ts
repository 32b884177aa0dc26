import { limits } from './limits.ts';

/** Ids of tasks; also names of params, pools, lanes and environments. As job ids of GitHub Actions. */
export const idPattern = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** A task, or one instance of it: `load`, `load[3]`. */
export const instancePattern = /^[A-Za-z_][A-Za-z0-9_-]*(?:\[\d+\])?$/;

/** Names of environment variables. */
export const variablePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** One folder or file name of a pipeline's id; letters and digits of any script. */
const segmentPattern = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.-]*$/u;

/** Words that expressions cannot look up, because every object has them. */
const reserved = new Set(['constructor', '__proto__']);

/** Why a text cannot be an id, as the end of a sentence; nothing if it can. */
export function idProblem(id: string): string | undefined {
  if (id === '') return 'it is empty';
  if (id.length > limits.idLength) return `it has ${id.length} characters, at most ${limits.idLength} are allowed`;
  if (reserved.has(id.toLowerCase())) return 'the word is reserved';
  if (idPattern.test(id)) return undefined;
  if (/^[0-9-]/.test(id)) return 'it must start with a letter or `_`';
  return `it holds ${strangerIn(id, /[^A-Za-z0-9_-]/u)}`;
}

/** Why a text cannot name an environment variable; nothing if it can. */
export function variableProblem(name: string): string | undefined {
  if (variablePattern.test(name)) return undefined;
  if (name === '') return 'it is empty';
  if (/^[0-9]/.test(name)) return 'it must start with a letter or `_`';
  return `it holds ${strangerIn(name, /[^A-Za-z0-9_]/u)}`;
}

/** The id of a pipeline's file: its path below the folder, without its ending; of files elsewhere the whole path. */
export function pipelineId(file: string, folder: string): string {
  const prefix = folder === '' || folder === '.' ? '' : `${folder.replace(/\/+$/, '')}/`;
  const below = file.startsWith(prefix) ? file.slice(prefix.length) : file;
  return below.replace(/\.ya?ml$/i, '');
}

/** Why a text cannot be a pipeline's id; nothing if it can. */
export function pipelineIdProblem(id: string): string | undefined {
  if (id.length > limits.pipelineIdLength) {
    return `it has ${id.length} characters, at most ${limits.pipelineIdLength} are allowed`;
  }
  for (const segment of id.split('/')) {
    if (segment === '') return 'a part between `/` is empty';
    if (segment.startsWith('.') || segment.startsWith('-'))
      return `\`${segment}\` must start with a letter, a digit or \`_\``;
    if (segment.includes('..') || segment.endsWith('.')) return `\`${segment}\` has a dot too many`;
    if (!segmentPattern.test(segment)) return `\`${segment}\` holds ${strangerIn(segment, /[^\p{L}\p{M}\p{N}_.-]/u)}`;
  }
  return undefined;
}

/** A name that would do, as near as possible. */
export function nearestId(id: string): string {
  const plain = id
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .trim()
    .replaceAll(/[^A-Za-z0-9_-]+/g, '-');
  const trimmed = plain.replaceAll(/^-+|-+$/g, '').slice(0, limits.idLength);
  return /^[A-Za-z_]/.test(trimmed) ? trimmed : `_${trimmed}`;
}

function strangerIn(text: string, pattern: RegExp): string {
  const char = pattern.exec(text)?.[0] ?? '';
  return char === ' ' ? 'a space' : char === '' ? 'a combining mark at its start' : `\`${char}\``;
}
