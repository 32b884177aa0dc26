import { expect, test } from 'vitest';
import { forgePlace } from '../support/forge-place.ts';
import { standIn } from '../support/github-stand-in.ts';

const good = 'description: d\nowner: o\ntasks: { a: { run: echo a } }\n';

test('check judges what a pull request proposes: on its lines, without a token, and without a request', async () => {
  const github = await standIn();
  const place = forgePlace({ 'pipelines/daily.yml': good }, github);
  const fine = await place.job({ command: 'check', token: '' });
  expect(fine.log).toContain('1 pipeline checked, nothing to complain about.');
  expect(fine).toMatchObject({ code: 0, outputs: { conclusion: 'none' } });
  place.people.write('pipelines/daily.yml', `${good.replace('a: {', 'a: { needs: b,')}# ##[add-mask]evil\n`);
  place.people.commit();
  place.people.git('push', '--quiet', 'origin', 'HEAD:proposal');
  const job = await place.job({ command: 'check', token: '' }, { ref: 'proposal' });
  expect(job.code).toBe(1);
  expect(job.outputs).toMatchObject({ conclusion: 'failure' });
  expect(job.log).toMatch(/^::error file=pipelines\/daily\.yml,line=3,title=SG\d+::.*b/m);
  expect(job.summary).toContain('### Segue: 1 pipeline checked: 1 error');
  expect(job.summary).toContain('`pipelines/daily.yml:3`');
  expect(github.requests()).toEqual([]);
  expect(job.checkout.git('for-each-ref', '--format=%(refname)')).not.toContain('segue');
});
