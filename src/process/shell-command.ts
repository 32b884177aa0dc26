/** How a task's `run` is handed to its shell. `{0}` in the arguments stands for the path of a file with the script. */
export type ShellCommand =
  | { readonly ok: true; readonly program: string; readonly args: readonly string[]; readonly script?: ScriptText }
  | { readonly ok: false; readonly message: string };

export interface ScriptText {
  readonly text: string;
  readonly ending: string;
}

/** Linux refuses arguments of 128 KiB and more (`MAX_ARG_STRLEN`); longer scripts go into a file. */
const longestArgumentBytes = 100_000;

/**
 * The named shells are started as in Actions, with the difference that `bash`, `sh` and `node` get short scripts as an
 * argument rather than as a file. `hasProgram` tells whether a program stands in the task's PATH.
 */
export function shellCommand(shell: string, script: string, hasProgram: (name: string) => boolean): ShellCommand {
  if (script.includes('\0')) return { ok: false, message: 'the script holds a NUL byte, which no shell can take' };
  switch (shell) {
    case 'bash':
      return inline('bash', ['--noprofile', '--norc', '-eo', 'pipefail'], '-c', script, 'sh');
    case 'sh':
      return inline('sh', ['-e'], '-c', script, 'sh');
    case 'node':
      return inline('node', [], '--eval', script, 'js');
    case 'python':
      return inFile([hasProgram('python3') ? 'python3' : 'python', '{0}'], { text: script, ending: 'py' });
    default:
      return custom(shell, script);
  }
}

/** A script that begins like an option would be taken for one. */
function inline(program: string, args: readonly string[], flag: string, script: string, ending: string): ShellCommand {
  if (/^[-+]/.test(script) || Buffer.byteLength(script) > longestArgumentBytes) {
    return inFile([program, ...args, '{0}'], { text: script, ending });
  }
  return { ok: true, program, args: [...args, flag, script] };
}

function inFile(words: readonly string[], script: ScriptText): ShellCommand {
  const [program = '', ...args] = words;
  return { ok: true, program, args, script };
}

function custom(shell: string, script: string): ShellCommand {
  if (!shell.includes('{0}')) {
    return {
      ok: false,
      message: `shell "${shell}" is not known; use bash, sh, python, node, or a command with {0} for the script's path`,
    };
  }
  return inFile(splitWords(shell), { text: script, ending: 'script' });
}

/** Words are parted by spaces; quotes of both kinds keep them together. */
function splitWords(text: string): readonly string[] {
  const words = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}
