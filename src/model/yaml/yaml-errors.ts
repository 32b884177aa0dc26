import type { ErrorCode } from 'yaml';
import type { LoaderCodeName } from '../codes.ts';
import { cronYaml, isNickname } from '../foreign/foreign-yaml.ts';
import type { YamlProblem } from './compose-document.ts';

const tooDeep = 'the file nests its values too deep to be read';
const deepHelp = 'A pipeline needs six levels.';

/** What to report. */
export interface Explanation {
  readonly name: LoaderCodeName;
  readonly message: string;
  readonly help?: string;
}

/** Says in plain words what the YAML library found. */
export function explainYamlError(problem: YamlProblem, text: string): Explanation {
  if (problem.code === 'RESOURCE_EXHAUSTION') return { name: 'aliasBomb', message: tooDeep, help: deepHelp };
  if (problem.code === 'MULTIPLE_DOCS') {
    return {
      name: 'notText',
      message: 'the file holds several YAML documents, but one file is one pipeline',
      help: 'Give each document after `---` a file of its own.',
    };
  }
  if (problem.code === 'MISSING_CHAR' || closingBracket.test(problem.message)) return missing(problem.message);
  const nickname = /^@\w+/.exec(text.slice(problem.pos[0], problem.pos[0] + 20))?.[0];
  if (problem.code === 'BAD_SCALAR_START' && isNickname(nickname)) {
    const help = `Write \`cron: ${cronYaml(nickname)}\`.`;
    return { name: 'syntax', message: `\`${nickname}\` is a nickname that other crons have, and no YAML`, help };
  }
  const known = explanations[problem.code];
  if (known !== undefined) return { name: 'syntax', message: known[0], help: known[1] };
  return {
    name: 'syntax',
    message: unexpected(problem, text),
    help: 'Check the indentation, the colons and the quotes around this place.',
  };
}

const closingBracket = /end with an? (.)/;
const closingQuote = /closing .quote/;

/** True if a quote was opened and not closed. */
export function isOpenQuote(problem: YamlProblem): boolean {
  return problem.code === 'MISSING_CHAR' && closingQuote.test(problem.message);
}

function missing(message: string): Explanation {
  const bracket = closingBracket.exec(message)?.[1];
  if (bracket !== undefined)
    return { name: 'syntax', message: `\`${bracket}\` is missing`, help: 'Close what was opened.' };
  if (closingQuote.test(message))
    return { name: 'syntax', message: 'a text in quotes is not closed', help: 'Add the quote at its end.' };
  if (message.includes('Missing ,'))
    return { name: 'syntax', message: 'a comma is missing between two entries', help: 'Add `,`.' };
  const colon = { name: 'syntax', message: 'a colon, a space or a line break is missing here' } as const;
  return { ...colon, help: 'An entry is `key: value`, with a space after the colon.' };
}

function unexpected(problem: YamlProblem, text: string): string {
  const shown = text
    .slice(problem.pos[0], problem.pos[0] + 20)
    .split('\n')[0]
    ?.trim();
  return shown ? `the YAML cannot be read here: \`${shown}\` is not expected` : 'the YAML ends too early here';
}

const explanations: Readonly<Partial<Record<ErrorCode, readonly [message: string, help: string]>>> = {
  TAB_AS_INDENT: ['a tab is used for indentation, which YAML does not allow', 'Indent with spaces.'],
  BAD_INDENT: [
    'the indentation does not fit the lines around it',
    'Give entries of the same mapping or list the same number of spaces.',
  ],
  BAD_SCALAR_START: ['a plain text cannot start with this character', 'Put the text in quotes.'],
  BAD_DQ_ESCAPE: [
    'there is no such escape in a double-quoted text',
    'Write `\\\\` for a backslash, or use single quotes.',
  ],
  MULTILINE_IMPLICIT_KEY: [
    'a key goes over several lines; most likely a colon is missing',
    'Write `key: value` on one line.',
  ],
  BLOCK_AS_IMPLICIT_KEY: [
    'a second `key: value` starts within the value of the first',
    'Put a value that holds `: ` in quotes, or indent the entry like those before it.',
  ],
  BLOCK_IN_FLOW: [
    'between `{ }` or `[ ]` a comma is missing, or an indented block stands there',
    'Separate the entries with commas.',
  ],
  KEY_OVER_1024_CHARS: ['a key is longer than 1,024 characters', 'Shorten it.'],
  BAD_ALIAS: [
    'an alias (`*name`) or anchor (`&name`) is not written right',
    'Put a text that starts with `*` or `&` in quotes.',
  ],
  BAD_DIRECTIVE: ['this directive is unknown', 'Leave out the line that starts with `%`.'],
  TAG_RESOLVE_FAILED: [
    'YAML tags (`!name`) have no meaning here',
    'Leave the tag out, or put a text that starts with `!` in quotes.',
  ],
  MULTIPLE_ANCHORS: ['a value can have one anchor only', 'Leave one `&name` out.'],
  MULTIPLE_TAGS: ['YAML tags (`!name`) have no meaning here', 'Leave the tags out.'],
  BAD_PROP_ORDER: ['anchors and tags stand before the value', 'Move `&name` behind the key.'],
  BAD_COLLECTION_TYPE: ['YAML tags (`!name`) have no meaning here', 'Leave the tag out.'],
  ALIAS_PROPS: ['an alias (`*name`) cannot have an anchor or tag of its own', 'Leave it out.'],
};
