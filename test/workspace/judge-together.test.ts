import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { loadSettings } from '../../src/model/load.ts';
import { type ResultCache, writeResult } from '../../src/validate/cache.ts';
import { validateFile, validateFiles } from '../../src/validate/validate.ts';
import { type JudgeElsewhere, judgeTogether } from '../../src/workspace/pipelines/judge-together.ts';

const settings = loadSettings('.github/segue.yml', undefined);

/** Every third has an error, every fifth comes after another. */
function filesOf(count: number) {
  return Array.from({ length: count }, (_, index) => {
    const on = index % 5 === 1 ? `on: { after: p${index - 1} }\n` : '';
    const content = `owner: me\n${on}tasks: { one: { ${index % 3 === 0 ? 'rum' : 'run'}: echo ${index} } }\n`;
    const digest = createHash('sha256').update(content).digest('hex');
    return { file: `pipelines/p${index}.yml`, content, digest };
  });
}

function cacheOf(kept = new Map<string, string>()): ResultCache & { readonly kept: ReadonlyMap<string, string> } {
  const store = { get: (key: string) => kept.get(key), put: (key: string, value: string) => void kept.set(key, value) };
  return { store, settingsDigest: '', version: '1', kept };
}

function honest(seen: string[]): JudgeElsewhere {
  return async ({ files }) => {
    seen.push(...files.map(({ file }) => file));
    return files.map((file) => {
      const { diagnostics, links } = validateFile(file, settings.settings);
      return writeResult(links === undefined ? { diagnostics } : { diagnostics, links });
    });
  };
}

test('half of the new files is judged elsewhere, and what is found is the same', async () => {
  const files = filesOf(301);
  const [alone, together, seen] = [cacheOf(), cacheOf(), [] as string[]];
  await judgeTogether(files, settings, undefined, together, honest(seen));
  expect([seen.length, together.kept.size]).toEqual([150, 301]);
  expect(validateFiles(files, settings, together)).toEqual(validateFiles(files, settings, alone));
  expect(together.kept).toEqual(alone.kept);
});

test('few files, or such as are known, are worth no second thread', async () => {
  const seen: string[] = [];
  await judgeTogether(filesOf(60), settings, undefined, cacheOf(), honest(seen));
  const known = cacheOf();
  validateFiles(filesOf(200), settings, known);
  await judgeTogether(filesOf(250), settings, undefined, known, honest(seen));
  expect(seen).toEqual([]);
});

test('what the other thread cannot do is done here', async () => {
  const files = filesOf(200);
  const [alone, together] = [cacheOf(), cacheOf()];
  await judgeTogether(files, settings, undefined, together, () => Promise.reject(new Error('out of memory')));
  expect(together.kept.size).toBe(100);
  expect(validateFiles(files, settings, together)).toEqual(validateFiles(files, settings, alone));
});
