import { expect, test } from 'vitest';
import {
  missingSecrets,
  parseEnvFile,
  runVariables,
  secretValues,
  sharedEnvironment,
} from '../../src/process/task-environment.ts';

const variables = {
  PATH: '/bin',
  CRM_TOKEN: 'c',
  FX_TOKEN: 'f',
  GITHUB_TOKEN: 'g',
  GH_TOKEN: 'g',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'i',
  GITHUB_OUTPUT: '/file',
  GITHUB_STEP_SUMMARY: '/file',
  GITHUB_SHA: 'abc',
  SEGUE_ATTEMPT: 'outer/task/1',
};

test('tasks get the environment without other secrets, tokens, command files and an outer run', () => {
  const shared = sharedEnvironment({ variables, named: ['CRM_TOKEN'], known: ['CRM_TOKEN', 'FX_TOKEN'] });
  expect(shared).toEqual({ PATH: '/bin', CRM_TOKEN: 'c', GITHUB_SHA: 'abc' });
});

test('a pipeline that names the forge token gets it', () => {
  expect(sharedEnvironment({ variables, named: ['GITHUB_TOKEN'], known: [] })).toMatchObject({ GITHUB_TOKEN: 'g' });
});

test('a run tells its facts; what it has not is not set', () => {
  const facts = { run: 'r-1', pipeline: 'etl', environment: 'local', commit: 'abc' };
  expect(runVariables({ ...facts, params: { 'start-date': '2026-01-01', full: true, n: 3 } })).toEqual({
    SEGUE_RUN_ID: 'r-1',
    SEGUE_PIPELINE: 'etl',
    SEGUE_ENVIRONMENT: 'local',
    SEGUE_COMMIT: 'abc',
    SEGUE_PARAM_START_DATE: '2026-01-01',
    SEGUE_PARAM_FULL: 'true',
    SEGUE_PARAM_N: '3',
  });
  const interval = { start: '2026-01-01T00:00:00.000Z', end: '2026-01-02T00:00:00.000Z' };
  expect(runVariables({ ...facts, interval, params: {} })).toMatchObject({
    SEGUE_INTERVAL_START: interval.start,
    SEGUE_INTERVAL_END: interval.end,
  });
});

test('an env file has comments, quotes, export and several lines', () => {
  const text = '\uFEFF# comment\nA=1\nexport B="two words" # why\nC=\'$A\'\nD="x\ny"\n\nE=\n';
  expect(parseEnvFile(text)).toEqual({ A: '1', B: 'two words', C: '$A', D: 'x\ny', E: '' });
});

test('secrets that are unset or empty are missing, in the order of the pipeline', () => {
  expect(missingSecrets({ secrets: ['Z', 'CRM_TOKEN', 'A'] }, { ...variables, A: '' })).toEqual(['Z', 'A']);
});

test('values to mask are those of all known secrets and of the forge tokens', () => {
  expect(secretValues(['CRM_TOKEN', 'UNSET'], variables)).toEqual({
    CRM_TOKEN: 'c',
    GITHUB_TOKEN: 'g',
    GH_TOKEN: 'g',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'i',
  });
});
