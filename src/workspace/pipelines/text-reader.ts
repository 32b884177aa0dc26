import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Texts of files below `root`, each read once and only if it is asked for. Offsets of findings fit what it gives. */
export function textReader(root: string): (file: string) => string | undefined {
  const texts = new Map<string, string | undefined>();
  return (file) => {
    if (!texts.has(file)) texts.set(file, readText(resolve(root, file)));
    return texts.get(file);
  };
}

function readText(path: string): string | undefined {
  try {
    return new TextDecoder().decode(readFileSync(path));
  } catch {
    return undefined;
  }
}
