import { expect, test } from 'vitest';
import { type Command, type Subject, verbPages } from '../../src/command/command.ts';
import { parseComment } from '../../src/command/parse-comment.ts';
import { idProblem, pipelineIdProblem } from '../../src/model/names.ts';
import fc from '../support/seeded-fast-check.ts';

test.each<[string, Command]>([
  ['/segue', { kind: 'help' }],
  ['/segue help', { kind: 'help' }],
  ['/segue retry r-7k2m9x4q', { kind: 'retry', targets: ['r-7k2m9x4q'], tasks: [] }],
  [
    '/segue  retry\tfinance/daily  load export[3] ',
    { kind: 'retry', targets: ['finance/daily'], tasks: ['load', 'export[3]'] },
  ],
  ['/segue retry daily\r\nThe CRM is back.\n/segue cancel daily', { kind: 'retry', targets: ['daily'], tasks: [] }],
  [
    '/segue mark daily load success loaded by hand',
    { kind: 'mark', target: 'daily', task: 'load', state: 'success', reason: 'loaded by hand' },
  ],
  [
    '/segue mark daily load skipped no',
    { kind: 'mark', target: 'daily', task: 'load', state: 'skipped', reason: 'no' },
  ],
  ['/segue cancel r-7k2m9x4q', { kind: 'cancel', target: 'r-7k2m9x4q' }],
  ['/segue cancel daily wrong day', { kind: 'cancel', target: 'daily', reason: 'wrong day' }],
  ['/segue pause daily CRM moves', { kind: 'pause', pipeline: 'daily', reason: 'CRM moves' }],
  ['/segue unpause daily', { kind: 'unpause', pipeline: 'daily' }],
  ['/segue ack', { kind: 'ack' }],
  ['/segue snooze 1d12h', { kind: 'snooze', ms: 129_600_000 }],
  [
    '/segue approve sg871 daily moves on Friday',
    { kind: 'approve', code: 'SG871', words: words('daily moves on Friday') },
  ],
  ['/segue plan', { kind: 'plan' }],
  ['/segue run daily', { kind: 'run', pipeline: 'daily', params: {} }],
  [
    '/segue run daily --param country=DE --interval 2026-03-01 --param "note=a \'b\' = c" --param empty=',
    {
      kind: 'run',
      pipeline: 'daily',
      params: { country: 'DE', note: "a 'b' = c", empty: '' },
      interval: '2026-03-01',
    },
  ],
  ['/segue resume daily', { kind: 'resume', target: 'daily' }],
  ['/segue backfill finance/fx-2025', { kind: 'backfill', backfill: 'finance/fx-2025' }],
  ['/segue rollback daily', { kind: 'rollback', pipeline: 'daily' }],
  ['/segue rollback daily to 3f2a1c9', { kind: 'rollback', pipeline: 'daily', to: '3f2a1c9' }],
  ['/segue rollback daily to release/1.2', { kind: 'rollback', pipeline: 'daily', to: 'release/1.2' }],
])('%j', (body, command) => {
  expect(parseComment(body)).toEqual({ kind: 'command', command });
});

function words(text: string): readonly string[] {
  return text.split(' ');
}

const here: Subject = {
  incident: 'abcd',
  runs: ['r-7k2m9x4q'],
  pipelines: ['daily'],
  isTarget: (name) => name === 'load' || name === 'hourly',
};

test.each<[string, Command]>([
  ['/segue retry', { kind: 'retry', targets: ['r-7k2m9x4q'], tasks: [] }],
  ['/segue retry extract', { kind: 'retry', targets: ['r-7k2m9x4q'], tasks: ['extract'] }],
  ['/segue retry hourly extract', { kind: 'retry', targets: ['hourly'], tasks: ['extract'] }],
  [
    '/segue mark load success by hand',
    { kind: 'mark', target: 'r-7k2m9x4q', task: 'load', state: 'success', reason: 'by hand' },
  ],
  [
    '/segue mark hourly load success by hand',
    { kind: 'mark', target: 'hourly', task: 'load', state: 'success', reason: 'by hand' },
  ],
  ['/segue cancel', { kind: 'cancel', target: 'daily' }],
  ['/segue pause CRM moves', { kind: 'pause', pipeline: 'daily', reason: 'CRM moves' }],
  ['/segue pause hourly CRM moves', { kind: 'pause', pipeline: 'hourly', reason: 'CRM moves' }],
  ['/segue run', { kind: 'run', pipeline: 'daily', params: {} }],
  ['/segue run --param a=b', { kind: 'run', pipeline: 'daily', params: { a: 'b' } }],
  ['/segue resume', { kind: 'resume', target: 'r-7k2m9x4q' }],
  ['/segue rollback', { kind: 'rollback', pipeline: 'daily' }],
  ['/segue rollback to v1', { kind: 'rollback', pipeline: 'daily', to: 'v1' }],
])('in the issue of an incident: %j', (body, command) => {
  expect(parseComment(body, here)).toEqual({ kind: 'command', command });
});

test('an incident of several pipelines is retried whole; all else has to say what it is for', () => {
  const several = { ...here, runs: ['r-7k2m9x4q', 'r-aaaaaaaa'], pipelines: ['daily', 'hourly'] };
  const all = { kind: 'retry', targets: several.runs, tasks: [] };
  expect(parseComment('/segue retry', several)).toEqual({ kind: 'command', command: all });
  expect(parseComment('/segue pause', several)).toMatchObject({ kind: 'wrong' });
  expect(parseComment('/segue cancel', several)).toMatchObject({ kind: 'wrong' });
});

test.each([
  '',
  'Has anybody looked?',
  ' /segue retry daily',
  '> /segue retry daily',
  'Try this:\n/segue retry daily',
  '/segueretry daily',
  '/Segue retry daily',
  '`/segue retry daily`',
  '/segue\u00a0retry daily',
])('%j asks for nothing', (body) => {
  expect(parseComment(body)).toEqual({ kind: 'none' });
});

test.each<[string, string, string]>([
  ['/segue retyr daily', 'There is no command retyr.', 'Did you mean /segue retry?'],
  ['/segue deploy', 'There is no command deploy.', '/segue help shows what there is.'],
  ['/segue retry', 'It does not say which run.', 'It is typed so: /segue retry <run|pipeline> [task…]'],
  ['/segue retry ../../etc', '../../etc names neither a run nor a pipeline: `..` must start with', '/segue retry'],
  ['/segue retry daily --pinned', '--pinned cannot be a task: it must start with a letter', '/segue retry'],
  ['/segue retry daily $(id)', '$(id) cannot be a task', '/segue retry'],
  ['/segue mark daily load done by hand', 'The third word is neither success nor skipped.', '/segue mark'],
  ['/segue mark daily load success', 'It does not say why.', '/segue mark'],
  ['/segue mark load', 'It does not say which task of which run.', '/segue mark'],
  ['/segue cancel', 'It does not say which run.', '/segue cancel'],
  ['/segue pause', 'It does not say which pipeline.', '/segue pause'],
  ['/segue snooze', 'It does not say how long', '/segue snooze <4h>'],
  ['/segue snooze soon', 'It does not say how long', '/segue snooze <4h>'],
  ['/segue snooze 365d', 'It takes from one minute to 30 days.', '/segue snooze <4h>'],
  ['/segue approve', 'It does not say which finding.', '/segue approve <code> [pipeline] <why>'],
  ['/segue approve daily it is fine', 'daily is not the code of a finding', '/segue approve <code>'],
  ['/segue approve SG871', 'It does not say why.', '/segue approve <code>'],
  ['/segue run', 'It does not say which pipeline.', '/segue run <pipeline> [--param name=value]…'],
  ['/segue run --param a=b', 'It does not say which pipeline.', '/segue run'],
  ['/segue run ../daily', '../daily names no pipeline', '/segue run'],
  ['/segue run daily country=DE', 'country=DE is no option of it.', '/segue run'],
  ['/segue run daily --param', '--param is without its value.', '/segue run'],
  ['/segue run daily --param =DE', '=DE is no name=value.', '/segue run'],
  ['/segue run daily --param a=1 --param a=2', 'The param a is there twice.', '/segue run'],
  ['/segue run daily --param "a=b', 'A quote is not closed.', '/segue run'],
  ['/segue resume daily now', 'It takes the id of one run or pipeline.', '/segue resume'],
  ['/segue backfill', 'It takes the id of one backfill.', '/segue backfill'],
  ['/segue rollback', 'It does not say which pipeline.', '/segue rollback <pipeline> [to <commit|tag>]'],
  ['/segue rollback daily v1', 'Behind the pipeline comes nothing, or `to`', '/segue rollback'],
  ['/segue rollback daily to --force', '--force names neither a commit nor a tag.', '/segue rollback'],
  ['/segue rollback daily to a..b', 'a..b names neither a commit nor a tag.', '/segue rollback'],
  ['/segue plan daily', 'It takes no words.', '/segue plan'],
  ['/segue ack daily', 'It takes no words.', '/segue ack'],
  ['/segue help me', 'It takes no words.', '/segue help'],
  [`/segue pause daily ${'x'.repeat(1_000)}`, 'The line has 1019 characters.', 'At most 1000'],
])('%j is told what is wrong', (body, message, help) => {
  const parsed = parseComment(body);
  expect(parsed).toMatchObject({ kind: 'wrong', message: expect.stringContaining(message) });
  expect(parsed).toMatchObject({ help: expect.stringContaining(help) });
});

const word = fc.oneof(
  fc.constantFrom('/segue', ...verbPages.map(({ verb }) => verb), 'daily', 'r-7k2m9x4q', 'success', 'a[0]', '..', '\n'),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

test('no comment makes the parser throw, or gives a command a name that cannot be one', () => {
  const comments = fc.array(word, { maxLength: 8 }).map((words) => words.join(' '));
  const names = (command: Command): readonly (string | undefined)[] => {
    const {
      target,
      pipeline,
      targets = [],
    } = { target: undefined, pipeline: undefined, targets: undefined, ...command };
    const { task, tasks = [] } = { task: undefined, tasks: undefined, ...command };
    const ofTasks = [...(task === undefined ? [] : [task]), ...tasks].map((each) =>
      idProblem(each.replace(/\[\d+\]$/, '')),
    );
    return [
      ...[target, pipeline, ...targets].map((each) => (each === undefined ? undefined : pipelineIdProblem(each))),
      ...ofTasks,
    ];
  };
  const property = fc.property(
    fc.oneof(
      comments,
      comments.map((text) => `/segue ${text}`),
    ),
    (body) => {
      const parsed = parseComment(body);
      if (parsed.kind === 'command') expect(names(parsed.command).filter((each) => each !== undefined)).toEqual([]);
    },
  );
  fc.assert(property, { numRuns: 2_000 });
});
