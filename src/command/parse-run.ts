import { pipelineIdProblem } from '../model/names.ts';
import type { ParsedComment } from './command.ts';
import { command, misused } from './parsed.ts';

const mostParams = 50;

type Words = readonly string[];

/**
 * `/segue run <pipeline> [--param name=value]… [--interval <day>]`, with the options of `segue run`. A value with spaces stands in
 * quotes; nothing else is special in them, since no shell reads it.
 *
 * @param withTarget Puts the pipeline first where it goes without saying.
 */
export function parseRun(line: string, withTarget: (words: Words) => Words): ParsedComment {
  const words = wordsOf(line);
  if (words === undefined) return misused('run', 'A quote is not closed.');
  const [pipeline, ...options] = withTarget(words.slice(2));
  if (pipeline === undefined || pipeline.startsWith('-')) return misused('run', 'It does not say which pipeline.');
  const problem = pipelineIdProblem(pipeline);
  if (problem !== undefined) return misused('run', `${pipeline} names no pipeline: ${problem}.`);
  return parseOptions(pipeline, options);
}

function parseOptions(pipeline: string, options: Words): ParsedComment {
  const params = new Map<string, string>();
  let interval: string | undefined;
  for (let at = 0; at < options.length; at += 2) {
    const [option = '', value] = [options[at], options[at + 1]];
    if (option !== '--param' && option !== '--interval') return misused('run', `${option} is no option of it.`);
    if (value === undefined) return misused('run', `${option} is without its value.`);
    if (option === '--param') {
      const equals = value.indexOf('=');
      const name = value.slice(0, Math.max(equals, 0));
      if (name === '') return misused('run', `${value} is no name=value.`);
      if (params.has(name)) return misused('run', `The param ${name} is there twice.`);
      params.set(name, value.slice(equals + 1));
    } else if (interval === undefined) interval = value;
    else return misused('run', 'It names two intervals.');
  }
  if (params.size > mostParams) return misused('run', `It has more than ${mostParams} params.`);
  const when = interval === undefined ? {} : { interval };
  return command({ kind: 'run', pipeline, params: Object.fromEntries(params), ...when });
}

/** Words between spaces; undefined if a quote is not closed. */
function wordsOf(line: string): Words | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (const letter of line) {
    if (quote !== undefined) {
      if (letter === quote) quote = undefined;
      else word += letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= '';
    } else if (/\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + letter;
  }
  if (word !== undefined) words.push(word);
  return quote === undefined ? words : undefined;
}
