import { nearest } from '../diagnostic/suggest.ts';
import { parseDuration } from '../model/duration.ts';
import { idProblem, pipelineIdProblem } from '../model/names.ts';
import { type Command, type ParsedComment, type Subject, type Verb, verbPages } from './command.ts';
import { parseRun } from './parse-run.ts';
import { command, misused, wrong } from './parsed.ts';

/** Characters of the line that is read. */
const longestLine = 1_000;
const mostTasks = 50;
const shortestSnoozeMs = 60_000;
const longestSnoozeMs = 30 * 24 * 60 * 60 * 1000;

type Words = readonly string[];

/**
 * A comment as a command: its first line, if `/segue` is the first word of it. A reply that quotes one begins with `>`, so it asks
 * for nothing; nor do the lines below the first.
 *
 * @param here The incident whose issue it stands on.
 */
export function parseComment(body: string, here?: Subject): ParsedComment {
  const [line = ''] = body.split(/[\r\n\u2028\u2029]/, 1);
  if (!/^\/segue(?:[ \t]|$)/.test(line)) return { kind: 'none' };
  if (line.length > longestLine) {
    return wrong(`The line has ${line.length} characters.`, `At most ${longestLine} are read.`);
  }
  const [, verb, ...words] = line.split(/\s+/).filter((word) => word !== '');
  if (verb === undefined) return { kind: 'command', command: { kind: 'help' } };
  const page = verbPages.find((each) => each.verb === verb);
  if (page?.verb === 'run') return parseRun(line, (found) => withTarget(found, here?.pipelines, here));
  if (page !== undefined) return parse(page.verb, words, here);
  const guess = nearest(
    verb,
    verbPages.map((each) => each.verb),
  );
  const help = guess === undefined ? '/segue help shows what there is.' : `Did you mean /segue ${guess}?`;
  return wrong(`There is no command ${verb}.`, help);
}

function parse(verb: Exclude<Verb, 'run'>, words: Words, here: Subject | undefined): ParsedComment {
  switch (verb) {
    case 'help':
      return words.length === 0 ? command({ kind: 'help' }) : misused('help', 'It takes no words.');
    case 'retry':
      return parseRetry(words, here);
    case 'resume': {
      const [target, ...more] = withTarget(words, here?.runs, here);
      if (target === undefined || more.length > 0) return misused(verb, 'It takes the id of one run or pipeline.');
      return checked(verb, [target], [], { kind: 'resume', target });
    }
    case 'backfill': {
      const [backfill, ...more] = words;
      if (backfill === undefined || more.length > 0) return misused(verb, 'It takes the id of one backfill.');
      return checked(verb, [backfill], [], { kind: 'backfill', backfill });
    }
    case 'rollback':
      return parseRollback(withTarget(words, here?.pipelines, here));
    case 'plan':
      return words.length === 0 ? command({ kind: 'plan' }) : misused('plan', 'It takes no words.');
    case 'mark':
      return parseMark(withTarget(words, here?.runs, here, isState(words[1])));
    case 'cancel': {
      // The run that failed has ended: what goes on is another one.
      const [target, ...why] = withTarget(words, here?.pipelines, here);
      if (target === undefined) return misused(verb, 'It does not say which run.');
      return checked(verb, [target], [], { kind: 'cancel', target, ...reasonOf(why) });
    }
    case 'pause':
    case 'unpause': {
      const [pipeline, ...why] = withTarget(words, here?.pipelines, here);
      if (pipeline === undefined) return misused(verb, 'It does not say which pipeline.');
      return checked(verb, [pipeline], [], { kind: verb, pipeline, ...reasonOf(why) });
    }
    case 'ack':
      return words.length === 0 ? command({ kind: 'ack' }) : misused('ack', 'It takes no words.');
    case 'snooze':
      return parseSnooze(words);
    case 'approve':
      return parseApprove(words);
    default:
      return verb satisfies never;
  }
}

/** In an incident's issue it goes without saying what is meant, if it can be only one. */
function withTarget(words: Words, only: Words | undefined, here: Subject | undefined, isMissing = false): Words {
  const [target, ...others] = only ?? [];
  if (here === undefined || target === undefined || others.length > 0) return words;
  const [first] = words;
  return isMissing || first === undefined || !here.isTarget(first) ? [target, ...words] : words;
}

function parseSnooze([span, ...more]: Words): ParsedComment {
  const ms = span === undefined ? undefined : parseDuration(span);
  if (ms === undefined || more.length > 0) return misused('snooze', 'It does not say how long, as 4h or 1d12h.');
  if (ms < shortestSnoozeMs || ms > longestSnoozeMs) return misused('snooze', 'It takes from one minute to 30 days.');
  return command({ kind: 'snooze', ms });
}

function parseRetry(words: Words, here: Subject | undefined): ParsedComment {
  if (words.length === 0 && here !== undefined && here.runs.length > 0) {
    return checked('retry', here.runs, [], { kind: 'retry', targets: here.runs, tasks: [] });
  }
  const [target, ...tasks] = withTarget(words, here?.runs, here);
  if (target === undefined) return misused('retry', 'It does not say which run.');
  if (tasks.length > mostTasks) return misused('retry', `It names more than ${mostTasks} tasks.`);
  return checked('retry', [target], tasks, { kind: 'retry', targets: [target], tasks });
}

function parseMark([target, task, state, ...why]: Words): ParsedComment {
  if (target === undefined || task === undefined) return misused('mark', 'It does not say which task of which run.');
  if (!isState(state)) return misused('mark', 'The third word is neither success nor skipped.');
  const reason = why.join(' ');
  if (reason === '') return misused('mark', 'It does not say why.');
  return checked('mark', [target], [task], { kind: 'mark', target, task, state, reason });
}

/** What a commit or a tag may be called here: nothing that git or a path could take for something else. */
const revision = /^[\p{L}\p{N}_][\p{L}\p{N}_./-]{0,199}$/u;

function parseRollback([pipeline, word, to, ...more]: Words): ParsedComment {
  if (pipeline === undefined) return misused('rollback', 'It does not say which pipeline.');
  if (word === undefined) return checked('rollback', [pipeline], [], { kind: 'rollback', pipeline });
  if (word !== 'to' || to === undefined || more.length > 0) {
    return misused('rollback', 'Behind the pipeline comes nothing, or `to` and a commit or tag.');
  }
  if (!revision.test(to) || to.includes('..')) return misused('rollback', `${to} names neither a commit nor a tag.`);
  return checked('rollback', [pipeline], [], { kind: 'rollback', pipeline, to });
}

function parseApprove([code, ...words]: Words): ParsedComment {
  if (code === undefined) return misused('approve', 'It does not say which finding.');
  if (!/^SG\d{3}$/i.test(code)) return misused('approve', `${code} is not the code of a finding, such as SG871.`);
  if (words.length === 0) return misused('approve', 'It does not say why.');
  return command({ kind: 'approve', code: code.toUpperCase(), words });
}

function isState(word: string | undefined): word is 'success' | 'skipped' {
  return word === 'success' || word === 'skipped';
}

/** The command, if its names could be names. */
function checked(verb: Verb, targets: Words, tasks: Words, asked: Command): ParsedComment {
  for (const target of targets) {
    // A run's id has the form of a pipeline's.
    const problem = pipelineIdProblem(target);
    if (problem !== undefined) return misused(verb, `${target} names neither a run nor a pipeline: ${problem}.`);
  }
  for (const task of tasks) {
    const problem = taskProblem(task);
    if (problem !== undefined) return misused(verb, `${task} cannot be a task: ${problem}.`);
  }
  return command(asked);
}

function taskProblem(text: string): string | undefined {
  return idProblem(text.replace(/\[\d{1,9}\]$/, ''));
}

function reasonOf(why: Words): { readonly reason?: string } {
  return why.length === 0 ? {} : { reason: why.join(' ') };
}
