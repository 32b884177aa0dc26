import { expect, test } from 'vitest';
import { loadSettings } from '../../src/model/load.ts';
import { knownSecrets, knownSecretsOfMany } from '../../src/workspace/known-secrets.ts';
import type { Workspace } from '../../src/workspace/workspace.ts';
import { placeWith } from '../support/cli-place.ts';

const file = (secret: string) => `secrets: [${secret}]\ntasks: { only: { run: "true" } }\n`;

test('finds the secrets of all pipelines, and once for runs that start together', () => {
  const place = placeWith({ a: file('CRM_TOKEN'), b: file('SHOP_TOKEN') });
  const { settings } = loadSettings('.github/segue.yml', undefined);
  let now = 0;
  const workspace = { repository: { root: place.root }, clock: { steady: () => now } } as unknown as Workspace;
  const both = ['CRM_TOKEN', 'SHOP_TOKEN'];
  expect(knownSecretsOfMany(workspace, settings)).toEqual(both);
  place.write('pipelines/c.yml', file('A_LATER_ONE'));
  now += 9_999;
  expect(knownSecretsOfMany(workspace, settings)).toEqual(both);
  expect(knownSecrets(place.root, settings)).toEqual(['A_LATER_ONE', ...both]);
  now += 1;
  expect(knownSecretsOfMany(workspace, settings)).toEqual(['A_LATER_ONE', ...both]);
});

test('what was read in one place counts there alone', () => {
  const [one, other] = [placeWith({ a: file('ONE') }), placeWith({ a: file('OTHER') })];
  const of = ({ root }: typeof one) => {
    const workspace = { repository: { root }, clock: { steady: () => 0 } } as unknown as Workspace;
    return knownSecretsOfMany(workspace, loadSettings('.github/segue.yml', undefined).settings);
  };
  expect([of(one), of(other)]).toEqual([['ONE'], ['OTHER']]);
});
