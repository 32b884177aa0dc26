import type { Task } from './pipeline.ts';

/** Words that a shell knows itself, or that only begin a command. */
const ownWords = new Set(
  (
    'if then else elif fi for in do done while until case esac select function time coproc ' +
    '. : [ [[ alias bg break builtin cd command continue declare echo eval exec exit export false fg getopts hash ' +
    'jobs kill let local mapfile popd printf pushd pwd read readonly return set shift shopt source test times trap ' +
    'true type typeset ulimit umask unalias unset wait env sudo nohup nice xargs !'
  ).split(' '),
);

/** Shells whose scripts are commands; other languages' scripts are not looked into. */
const commandShells = /^(?:bash|sh|dash|zsh|ksh)\b/;

/**
 * Programs that a task seems to call: the first word of each command of its script. A guess from text alone, for advice:
 * quoted, computed and nested commands are passed over.
 */
export function calledPrograms(task: Pick<Task, 'run' | 'shell'>): readonly string[] {
  if (!commandShells.test(task.shell)) return [];
  const functions = new Set([...task.run.matchAll(/^\s*(?:function\s+)?([\w-]+)\s*\(\)/gm)].map((match) => match[1]));
  const words = withoutTexts(task.run)
    .split(/\n|;|&&|\|\||\||&|\(|\)|\{|\}/)
    .flatMap((command) => firstWord(command) ?? []);
  return [...new Set(words)].filter((word) => !ownWords.has(word) && !functions.has(word)).sort();
}

/** Takes out here-documents, comments, quoted texts, expressions and continued lines. */
function withoutTexts(script: string): string {
  return script
    .replaceAll(/\\\n/g, ' ')
    .replaceAll(/<<-?\s*(['"]?)(\w+)\1[^\n]*\n[\s\S]*?\n\s*\2(?=\n|$)/g, '\n')
    .replaceAll(/\$\{\{[\s\S]*?\}\}/g, '$')
    .replaceAll(/'[^']*'|"(?:\\.|[^"\\])*"/g, '$')
    .replaceAll(/(^|\s)#[^\n]*/g, '$1');
}

function firstWord(command: string): string | undefined {
  const words = command.trim().split(/\s+/);
  const word = words.find(
    (each) => !/^[A-Za-z_]\w*=/.test(each) && !/^(?:then|do|else|!|time|env|exec|sudo|nohup)$/.test(each),
  );
  return word !== undefined && /^[\w./+-]+$/.test(word) && !/^\d*[<>]/.test(word) ? word : undefined;
}
