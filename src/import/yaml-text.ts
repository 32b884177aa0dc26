/** Texts that YAML would read as something else without quotes. */
const words = /^(?:true|false|null|yes|no|on|off|y|n|~)$/i;

/** A text as it stands in a YAML mapping: as it is where that is safe, else in double quotes. */
export function yamlText(text: string): string {
  const plain = /^(?:[A-Za-z_/]|\.\/)[^\p{C}#\u2028\u2029]*$/u.test(text) && !/:(?:\s|$)|\s$|\t/.test(text);
  return plain && !words.test(text) ? text : quoted(text);
}

/** A name as a key or in a list. */
export function yamlKey(name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) && !words.test(name) ? name : quoted(name);
}

/** `key` with a text behind it, or below it as a block. The text's first line begins with no space. */
export function yamlBlock(key: string, text: string): readonly string[] {
  const inline = yamlText(text);
  if (!inline.startsWith('"')) return [`${key} ${inline}`];
  if (/^\s|[^\S\n]$/.test(text) || /[^\P{Cc}\t\n]/u.test(text)) return [`${key} ${inline}`];
  const indent = ' '.repeat(key.length - key.trimStart().length + 2);
  return [
    `${key} |`,
    ...text
      .replace(/\n+$/, '')
      .split('\n')
      .map((line) => (line === '' ? '' : indent + line)),
  ];
}

/** JSON is YAML; what printers and YAML do not like becomes an escape. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
