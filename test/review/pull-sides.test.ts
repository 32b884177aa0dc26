import { describe, expect, test } from 'vitest';
import type { PullChange } from '../../src/review/pull-change.ts';
import { pullSides } from '../../src/review/pull-sides.ts';
import { baseTexts, changeOf, type Texts } from './pull-cases.ts';

const crm = 'pipelines/ingest/crm.yml';
const audit = 'pipelines/ops/audit.yml';

function sidesOf(head: Texts, edit: (change: PullChange) => PullChange = (change) => change) {
  return pullSides(edit(changeOf(baseTexts, { ...baseTexts, ...head })));
}

function parsed({ base, head }: ReturnType<typeof pullSides>, file: string) {
  return [base, head].map(({ validation }) => validation.files.find((each) => each.file === file));
}

describe('files of both sides', () => {
  const changed = { [crm]: `${baseTexts[crm]}  more: { run: ls }\n` };

  test('that are the same are read once', () => {
    const sides = sidesOf(changed);
    const [before, after] = parsed(sides, audit);
    expect(after).toBe(before);
    const [old, fresh] = parsed(sides, crm);
    expect(old?.pipeline?.tasks).toHaveLength(2);
    expect(fresh?.pipeline?.tasks).toHaveLength(3);
    expect([...sides.touched]).toEqual([crm]);
  });

  test('are read again under other settings, and where nobody says that they are the same', () => {
    const other = sidesOf({ '.github/segue.yml': 'pools: { warehouse: 2, crm-api: 3 }\n' });
    expect(parsed(other, audit)[1]).not.toBe(parsed(other, audit)[0]);
    const unsaid = sidesOf(changed, ({ head, ...change }) => ({
      ...change,
      head: { ...head, files: head.files.map(({ digest: _, ...each }) => each) },
    }));
    expect(parsed(unsaid, audit)[1]).not.toBe(parsed(unsaid, audit)[0]);
    expect(parsed(unsaid, audit)[1]?.pipeline).toEqual(parsed(unsaid, audit)[0]?.pipeline);
  });
});

describe('settings with errors', () => {
  const wrong = { '.github/segue.yml': `${baseTexts['.github/segue.yml']}lease: soon\n` };

  test('of the head leave the pipelines to those of before', () => {
    const sides = sidesOf(wrong);
    expect(sides.usesOldSettings).toBe(true);
    expect(sides.head.settings).toBe(sides.base.settings);
    expect(sides.headSettings.diagnostics.map(({ severity }) => severity)).toEqual(['error']);
  });

  test('of the base are never taken for those of the head, and the other way round neither', () => {
    const sides = pullSides(changeOf({ ...baseTexts, ...wrong }, baseTexts));
    expect(sides.usesOldSettings).toBe(false);
    expect(sides.base.settings).not.toBe(sides.head.settings);
    const both = pullSides(changeOf({ ...baseTexts, ...wrong }, { ...baseTexts, ...wrong, [crm]: 'tasks: {}' }));
    expect(both.usesOldSettings).toBe(false);
  });
});
