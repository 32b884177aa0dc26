import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { appEvents, appPermissions, missingGrants, optionalPermissions } from '../../src/bot/app-manifest.ts';
import { appName } from '../../src/bot/app-name.ts';
import { root, sourceFiles } from '../architecture/source-files.ts';
import { permissionsFor } from '../support/github-tokens.ts';

interface Manifest {
  readonly name: string;
  readonly default_permissions: Readonly<Record<string, string>>;
  readonly default_events: readonly string[];
}

const manifest: Manifest = parse(readFileSync(join(root, 'app.yml'), 'utf8'));
const asked = { ...appPermissions, ...optionalPermissions };

test('app.yml asks for what the code works with', () => {
  expect(manifest).toMatchObject({ name: appName, default_permissions: asked, default_events: appEvents() });
});

test('every request that the code makes is allowed by these permissions', () => {
  const refused = requests.filter(({ method, below }) => {
    const { names, level } = permissionsFor(method, below);
    return !names.some((name) => grants[name] === 'write' || grants[name] === level);
  });
  expect(requests.length).toBeGreaterThan(30);
  expect(refused).toEqual([]);
});

test('each permission is the least: some request would be refused with less', () => {
  const needed = Object.entries(appPermissions).filter(([name, granted]) =>
    requests.some(({ method, below }) => {
      const { names, level } = permissionsFor(method, below);
      const others = names.filter((each) => each !== name && grants[each] !== undefined);
      return names.includes(name) && level === granted && others.length === 0;
    }),
  );
  expect(needed.map(([name]) => name)).toEqual(Object.keys(appPermissions));
});

test('the link of docs/app.md makes an App that asks for the same', () => {
  const page = readFileSync(join(root, 'docs/app.md'), 'utf8');
  const [, query = ''] =
    /https:\/\/github\.com\/organizations\/ORGANISATION\/settings\/apps\/new\?(\S+)/.exec(page) ?? [];
  const given = [...new URLSearchParams(query)];
  const permissions = given.filter(([key]) => key in asked);
  expect(Object.fromEntries(permissions)).toEqual(asked);
  expect(given.filter(([key]) => key === 'events[]').map(([, event]) => event)).toEqual(appEvents());
  const others = given.filter(([key]) => !(key in asked) && key !== 'events[]').map(([key]) => key);
  expect(others).toEqual(['name', 'url', 'public', 'webhook_url']);
});

test('what an App was not given is said', () => {
  const { actions: _, ...less } = appPermissions;
  const events = appEvents().filter((event) => event !== 'issue_comment');
  expect(missingGrants({ permissions: { ...less, checks: 'read' }, events })).toEqual([
    'the permission actions: write',
    'the permission checks: write',
    'the event issue_comment',
  ]);
  expect(missingGrants({ permissions: { ...appPermissions, members: 'read' }, events: appEvents() })).toEqual([]);
});

const requests = requestsOfSources();
const grants: Readonly<Record<string, string>> = appPermissions;

/** Requests below a repository, as they stand in the sources. */
function requestsOfSources(): readonly { readonly method: string; readonly below: string }[] {
  const texts = sourceFiles().filter(({ path }) => /^(?:github|bot)\//.test(path));
  return texts.flatMap(({ text }) =>
    [...text.matchAll(/'(?<method>GET|POST|PATCH|PUT|DELETE) \/repos\/\{owner\}\/\{repo\}(?<below>[^']*)'/g)].map(
      ({ groups }) => ({
        method: groups?.method ?? '',
        // Numbers where GitHub has numbers.
        below: (groups?.below ?? '').replaceAll(/\{[^}]*(?:number|id)\}/g, '1').replaceAll(/\{(\w+)\}/g, '$1'),
      }),
    ),
  );
}
