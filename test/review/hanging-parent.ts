import { liveClock } from '../../src/process/clock.ts';
import { PullJudge } from '../../src/workspace/review/judge-in-thread.ts';
import { changeOf } from './pull-cases.ts';

/** A program that waits for a judgement that never comes; whoever started it kills it meanwhile. */
const [, , entry = '', report = ''] = process.argv;
const { base, head, ...change } = changeOf({}, {});
const judge = new PullJudge({ entry, clock: liveClock() });
await judge.review({ ...change, base: { ...base, name: report }, head: { ...head, name: 'hang' } });
