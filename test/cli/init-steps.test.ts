import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { nextSteps } from '../../src/cli/init-steps.ts';
import { createStyle } from '../../src/report/text/ansi-style.ts';
import { openRepository } from '../../src/store/repository/repository.ts';
import { scratchRepository } from '../support/scratch-repository.ts';

test.each(['/srv/etl', '/srv/my data', "/srv/it's 100% ours", '/srv/größe'])(
  'the crontab line of %s is one that cron and the shell read as that folder',
  async (root) => {
    const repository = { ...(await openRepository(scratchRepository().place)), root };
    const line = nextSteps(repository, [{ file: 'pipelines/hello.yml' }], true, createStyle(false)).find((each) =>
      each.includes('0 5 * * *'),
    );
    const command = /cd (.*) && segue run hello/.exec(line ?? '')?.[1] ?? '';
    expect(command).not.toMatch(/(?<!\\)%/);
    expect(execFileSync('sh', ['-c', `printf %s ${command.replaceAll('\\%', '%')}`]).toString()).toBe(root);
  },
);
