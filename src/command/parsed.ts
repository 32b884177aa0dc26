import { type Command, type ParsedComment, type Verb, verbPages } from './command.ts';

export function command(asked: Command): ParsedComment {
  return { kind: 'command', command: asked };
}

export function wrong(message: string, help: string): ParsedComment {
  return { kind: 'wrong', message, help };
}

/** It is a command, but not typed as it should be. */
export function misused(verb: Verb, message: string): ParsedComment {
  const usage = verbPages.find((each) => each.verb === verb)?.usage ?? '/segue help';
  return wrong(message, `It is typed so: ${usage}`);
}
