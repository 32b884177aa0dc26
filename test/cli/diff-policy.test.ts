import { expect, test } from 'vitest';
import { repository } from './cli-rig.ts';

const text = `description: Closes the books.
owner: "@acme/finance"
tasks:
  close: { run: ./close.sh, retries: 2, artifacts: none }
  tell: { needs: close, run: ./tell.sh, artifacts: none }
`;

const settings = `policy:
  require: [owner]
  shells: [bash]
  protect: [{ pipelines: finance/**, message: Finance is audited. }]
  block: [SG853]
`;

function place() {
  const made = repository({ 'finance/close': text });
  made.write('.github/segue.yml', settings);
  made.write('.github/CODEOWNERS', '/pipelines/finance/ @acme/audit\n');
  made.git('add', '-A');
  made.git('commit', '-q', '-m', 'policy');
  made.git('switch', '-q', '-c', 'change');
  return made;
}

test('what is against the policy of before is told first, once, and with whom to ask', async () => {
  const { write, segue } = place();
  write('pipelines/finance/close.yml', text.replace('retries: 2, ', 'shell: sh, ').replace('finance"', 'me"'));
  write('.github/segue.yml', 'policy: { shells: [bash, sh] }\n');
  const { code, stdout } = await segue('diff');
  expect(code).toBe(0);
  expect(stdout.replace(/\(\w{7}\)/, '(COMMIT)')).toMatchInlineSnapshot(`
    "1 pipeline changes, 4 against the policy  main (COMMIT) → working tree

    error[SG853] finance/close: \`close\` was tried again up to 2 times, and now its first failure counts
      pipelines/finance/close.yml:4  Keep one retry, unless a second attempt would do harm.
    error[SG872] finance/close: \`close\` has the shell \`sh\`, which the policy does not allow
      pipelines/finance/close.yml:4  Take one that it allows: \`bash\`.
    error[SG877] finance/close: what changes here needs an approval of \`@acme/finance\`, \`@acme/audit\`: the pipeline is protected
      pipelines/finance/close.yml:1  Finance is audited. Ask for an approving review of the newest commit.
    warning[SG878] the policy changes, and nobody owns it
      .github/segue.yml:1  Name who owns \`.github/segue.yml\` in CODEOWNERS, or whoever may merge can change it.

    ~ finance/close
      ~ owner @acme/finance → @acme/me
      ~ close
        ~ shell bash → sh
        ~ retries 2 → 0

    .github/segue.yml
      ~ policy

    runs differently  close
    downstream        tell
    on merge          in flight: not checked

    How long runs take is not known: no earlier runs are known here.
    "
  `);
});

test('a backfill of a protected pipeline is told, and so it is as JSON and on the page', async () => {
  const { write, segue } = place();
  write(
    'pipelines/again.backfill.yml',
    'pipeline: finance/close\nfrom: 2026-01-01\nto: 2026-01-02\nreprocess: all\nreason: late data\n',
  );
  const json = JSON.parse((await segue('diff', '--json')).stdout);
  expect(json.policy).toEqual([
    expect.objectContaining({
      code: 'SG877',
      pipeline: 'finance/close',
      file: 'pipelines/again.backfill.yml',
      line: 1,
      approvers: ['@acme/finance', '@acme/audit'],
      missing: 1,
      blocks: true,
    }),
  ]);
  const page = (await segue('diff', '--format', 'markdown')).stdout;
  expect(page).toContain('SG877');
  expect(page).toContain('1 against the policy');
});

test('without a policy nothing is said of one', async () => {
  const { write, git, segue } = place();
  write('.github/segue.yml', 'durability: strict\n');
  git('commit', '-q', '-a', '-m', 'no policy');
  write('pipelines/finance/close.yml', text.replace('retries: 2', 'shell: sh'));
  expect(JSON.parse((await segue('diff', 'HEAD', '--json')).stdout).policy).toEqual([]);
});
