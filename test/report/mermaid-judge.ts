/**
 * Lines that are not of the small part of Mermaid that Segue writes. It is a part that Mermaid's own parsers take: no text in it holds a
 * character that they read as more than a letter.
 */
export function foreignMermaid(text: string): readonly string[] {
  const [head, ...lines] = text.trimEnd().split('\n');
  const allowed = head === 'flowchart LR' ? flowchart : head === 'gantt' ? gantt : [];
  return lines.filter((line) => !allowed.some((pattern) => pattern.test(line)));
}

/** Every drawing of a page. */
export function drawingsOf(page: string): readonly string[] {
  return [...page.matchAll(/^```mermaid\n([\s\S]*?)\n```$/gm)].map(([, text = '']) => text);
}

const label = '(?:[^"#$&<>\\\\`[\\]{}|:;%\\p{Cc}]|#\\d+;)+';
const flowchart = [
  new RegExp(`^ {2}t_\\w+\\["${label}"\\]$`, 'u'),
  /^ {2}t_\w+ (?:-->|==>|-\.->) t_\w+$/,
  /^ {2}linkStyle \d+(?:,\d+)* stroke:#[\da-f]{6}(?:,stroke-width:2px)?$/,
  /^ {2}classDef \w+ fill:#[\da-f]{6},stroke:#[\da-f]{6},color:#1f2328(?:,stroke-dasharray:4)?$/,
  /^ {2}class t_\w+(?:,t_\w+)* \w+$/,
];
const gantt = [
  /^ {2}dateFormat x$/,
  /^ {2}axisFormat %H:%M(?::%S)?$/,
  /^ {2}todayMarker off$/,
  new RegExp(`^ {2}[✓●✗■] ${label} :(?:done|active|crit), b\\d+, \\d+, \\d+$`, 'u'),
];
