import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from './source-files.ts';

interface LockFile {
  readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
}

test('package-lock.json knows every package that another platform would install', () => {
  const lock: LockFile = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  expect(missingOptional(lock)).toEqual([]);
});

test('package-lock.json names no address: packages come from whatever registry npm is set to', () => {
  expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved"|https?:\/\/[^"]*\.tgz/);
});

describe('the check itself', () => {
  const tool = { optionalDependencies: { 'tool-linux': '1.0.0' } };

  test('a package that stands nowhere is missing', () => {
    expect(missingOptional({ packages: { 'node_modules/tool': tool } })).toEqual([
      'tool-linux@1.0.0, optional for node_modules/tool: newer versions of npm refuse to install without it',
    ]);
  });

  test.each(['node_modules/tool-linux', 'node_modules/tool/node_modules/tool-linux'])('%s is found', (path) => {
    expect(missingOptional({ packages: { 'node_modules/tool': tool, [path]: {} } })).toEqual([]);
  });
});

/** A sentence for each optional dependency that the lock file has no entry for. */
function missingOptional({ packages }: LockFile): readonly string[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !placesFor(path, name).some((place) => place in packages))
      .map(
        ([name, version]) =>
          `${name}@${version}, optional for ${path}: newer versions of npm refuse to install without it`,
      ),
  );
}

/** Where Node.js looks for a dependency of the package at a path, innermost first. */
function placesFor(path: string, name: string): readonly string[] {
  const places: string[] = [];
  for (let folder = path; folder !== ''; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    places.push(`${folder}/node_modules/${name}`);
  }
  return [...places, `node_modules/${name}`];
}
