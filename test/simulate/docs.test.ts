import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadSettings } from '../../src/model/load.ts';
import { renderCoverage } from '../../src/report/tests/coverage-text.ts';
import { renderTests } from '../../src/report/tests/test-text.ts';
import { createStyle } from '../../src/report/text/ansi-style.ts';
import { playTests } from '../../src/review/play-tests.ts';
import { validateFiles } from '../../src/validate/validate.ts';
import { root } from '../architecture/source-files.ts';

const page = readFileSync(join(root, 'docs/testing.md'), 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text = '']) => text);
const [pipeline = '', tests = '', schedule = ''] = blocks('yaml');
const [output, coverage] = blocks('text');
const look = { style: createStyle(false), color: false, width: 200 };

function played(pipelineText: string) {
  const settings = loadSettings('.github/segue.yml', undefined);
  const file = 'pipelines/finance/daily-close';
  const inputs = [
    { file: `${file}.yml`, content: pipelineText },
    { file: `${file}.test.yml`, content: tests },
    { file: 'pipelines/schedule.test.yml', content: schedule },
  ];
  const judged = { ...validateFiles(inputs, settings), settings: settings.settings };
  expect(judged.diagnostics).toEqual([]);
  const [own, ofSchedule] = judged.tests;
  if (own === undefined || ofSchedule === undefined) throw new Error('no tests');
  const texts = new Map(inputs.map(({ file: path, content }) => [path, content]));
  const result = playTests(judged, [own], { all: true });
  return {
    ...result,
    text: renderTests(result.files, (path) => texts.get(path), look),
    fires: playTests(judged, [ofSchedule], { all: false }),
  };
}

test('the page’s test prints what the page shows, and its schedule is right', () => {
  const { text, fires, coverage: seen } = played(pipeline);
  expect(`${text.join('\n')}\n`).toBe(output);
  expect(`${renderCoverage(seen, look).join('\n')}\n`).toBe(coverage);
  expect(fires.files.flatMap(({ cases }) => cases.map(({ mismatches }) => mismatches))).toEqual([[]]);
});

test('with the mended line all pass', () => {
  const mended = /With `(?<line>archive: \{.*\})` both pass/.exec(page)?.groups?.line ?? '';
  expect(played(pipeline.replace(/archive: \{.*\}/, mended)).text.at(-1)).toBe('✓ 2 cases of 1 pipeline passed.');
});
