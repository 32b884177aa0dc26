import { expect, test } from 'vitest';
import { forgePlace } from '../support/forge-place.ts';
import { standIn } from '../support/github-stand-in.ts';

const where = { variables: { GITHUB_REF_NAME: 'main' } };
const about = 'description: d\nowner: o\n';
const task = (words: string) => `tasks: { a: { run: echo ${words}, artifacts: none } }\n`;

test('what comes after a success in another lane is woken at once, and nothing else is', async () => {
  const github = await standIn();
  const place = forgePlace(
    {
      '.github/segue.yml': 'lanes: { default: {}, dbt: {} }\n',
      'pipelines/load.yml': `${about}${task('loaded')}`,
      'pipelines/stage.yml': `${about}on: { after: load }\n${task('staged')}`,
      'pipelines/models.yml': `${about}lane: dbt\non: { after: stage }\n${task('modelled')}`,
      'pipelines/marts.yml': `${about}lane: dbt\non: { after: [models, other] }\n${task('never')}`,
      'pipelines/other.yml': `${about}${task('other')}`,
    },
    github,
  );
  await place.job({ command: 'tick' });
  const asked = await place.job({ command: 'run', pipeline: 'load' }, where);
  expect(asked.log).toContain('Asked for the next wake-up: it goes on with stage.');
  const staged = await place.job({ command: 'tick', lane: 'default' }, where);
  expect(staged.outputs).toMatchObject({ succeeded: '1' });
  expect(staged.log).toContain('Asked for the next wake-up: it goes on with models.');
  expect(github.commands.dispatched).toHaveLength(2);
  const modelled = await place.job({ command: 'tick', lane: 'dbt' }, where);
  expect(modelled.outputs).toMatchObject({ succeeded: '1' });
  expect(modelled.log).not.toContain('wake-up');
  expect(github.commands.dispatched).toHaveLength(2);
});
