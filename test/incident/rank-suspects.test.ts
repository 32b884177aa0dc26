import { expect, test } from 'vitest';
import type { Suspect } from '../../src/incident/culprits.ts';
import { rankSuspects, telltalePaths } from '../../src/incident/rank-suspects.ts';
import { loadPipeline } from '../../src/model/load.ts';
import { on } from './incident-runs.ts';

const text = 'tasks: { load: { run: "./load.sh conf/app.yml" }, check: { run: "python check.py" } }';
const { pipeline } = loadPipeline('pipelines/daily.yml', text);

test('the file that the log names comes first, then the pipeline, then what its tasks name', () => {
  if (pipeline === undefined) return expect.fail('no pipeline');
  const paths = telltalePaths(pipeline, { path: 'sql/load.sql' });
  expect(paths.slice(0, 2)).toEqual(['sql/load.sql', 'pipelines/daily.yml']);
  expect([...paths].sort()).toEqual(['check.py', 'conf/app.yml', 'load.sh', 'pipelines/daily.yml', 'sql/load.sql']);
});

test('who changed the most telling file is the likeliest; of these the newest', () => {
  const commit = (name: string, day: number, ...paths: readonly string[]): Suspect => {
    return { commit: name, title: name, author: 'ana', at: on(day, '05:00'), paths };
  };
  const paths = ['sql/load.sql', 'pipelines/daily.yml', 'a.sh', 'b.sh'];
  const ranked = rankSuspects(
    [
      commit('named, old', 1, 'a.sh'),
      commit('pipeline', 1, 'pipelines/daily.yml', 'b.sh'),
      commit('trace', 1, 'b.sh', 'sql/load.sql'),
      commit('named, new', 2, 'b.sh'),
      commit('none', 3, 'README.md'),
    ],
    paths,
  );
  expect(ranked.map((each) => each.commit)).toEqual(['trace', 'pipeline', 'named, new', 'named, old']);
});
