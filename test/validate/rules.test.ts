import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../src/model/settings.ts';
import { rules } from '../../src/validate/registry.ts';
import { sameId } from '../../src/validate/rules/same-id.ts';
import { validateFile } from '../../src/validate/validate.ts';

function findings(content: string) {
  const { diagnostics } = validateFile({ file: 'pipelines/a.yml', content }, defaultSettings);
  return diagnostics.filter(({ severity }) => severity !== 'note');
}

function codes(content: string): readonly string[] {
  return findings(content).map(({ code }) => code);
}

describe('a need that is no task', () => {
  test.each([
    ['"a, b"', 'Write `needs: [a, b]`.'],
    ['a b', 'Write `needs: [a, b]`.'],
    ['"a, x"', 'Other tasks of this pipeline: `a`, `b`.'],
    ['A', 'Did you mean `a`? Other tasks of this pipeline: `a`, `b`.'],
  ])('%s', (need, help) => {
    const text = `tasks: { a: { run: x }, b: { run: x }, c: { run: x, needs: ${need} } }`;
    const { diagnostics } = validateFile({ file: 'pipelines/a.yml', content: text }, defaultSettings);
    expect(diagnostics.filter(({ code }) => code !== 'SG504')).toMatchObject([{ code: 'SG201', help }]);
  });
});

describe('paths that leave the repository', () => {
  test.each(['..', '../x', 'a/../../b', '/abs', '~/x', 'C:\\x', 'C:/x', '\\\\host\\x', './..'])('%s is one', (path) => {
    const written = JSON.stringify(path);
    expect(codes(`tasks: { a: { run: x, working-directory: ${written} } }`)).toEqual(['SG409']);
    expect(codes(`tasks: { a: { run: x, artifacts: [ok, ${written}] } }`)).toEqual(['SG409']);
  });

  test.each(['.', 'a/../b', './a', '..a', 'a..', 'data/**/*.csv'])('%s is none', (path) => {
    expect(codes(`tasks: { a: { run: x, artifacts: [${JSON.stringify(path)}] } }`)).toEqual([]);
  });
});

describe('a wrong timezone', () => {
  test.each([
    ['Paris', 'Europe/Paris'],
    ['New York', 'America/New_York'],
    ['Europe/paris ', 'Europe/Paris'],
    ['Utc0', 'UTC'],
  ])('%s was meant to be %s', (written, meant) => {
    const text = `on: { schedule: [{ cron: "0 5 * * *", timezone: "${written}" }] }\ntasks: { a: { run: x } }`;
    const [finding] = findings(text);
    expect(finding?.code).toBe('SG302');
    expect(finding?.help).toContain(`Did you mean \`${meant}\`?`);
  });
});

describe('ids of files', () => {
  function clashes(...ids: readonly string[]): number {
    return sameId.checkFiles?.(ids.map((id) => ({ file: `pipelines/${id}.yml`, id }))).length ?? -1;
  }

  test('clash by case and by the way in which letters are composed, not by folder', () => {
    expect(clashes('a/b', 'a/B')).toBe(1);
    expect(clashes('caf\u00e9', 'cafe\u0301')).toBe(1);
    expect(clashes('a', 'a/b', 'a-b', 'b/a')).toBe(0);
    expect(clashes('x', 'X', 'x')).toBe(2);
  });
});

describe('a task of which the loader could not read a part', () => {
  test('is not judged by what was lost', () => {
    expect(codes('tasks: { a: { run: x }, b: { run: x, needs: [[a]], trigger-rule: one_failed } }')).toEqual(['SG103']);
  });

  test('does not hide what is wrong elsewhere', () => {
    expect(codes('tasks: { a: { run: 1, pool: p }, b: { needs: nobody, run: x } }')).toContain('SG201');
  });
});

test('a rule that checks nothing is one that the loader reports', () => {
  const silent = rules.filter((rule) => !Object.keys(rule).some((key) => key.startsWith('check')));
  expect(silent.every(({ code }) => /^SG[01]/.test(code))).toBe(true);
  expect(silent.length).toBeGreaterThan(0);
});
