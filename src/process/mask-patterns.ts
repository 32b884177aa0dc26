/** One form in which a secret may show up in output. */
export interface MaskPattern {
  readonly bytes: Buffer;
  /** Tools break long base64 into lines: line ends between the characters do not count. */
  readonly wraps: boolean;
}

/** Shorter values (in bytes) would mask half of all output, and are not masked. */
export const minimumMaskBytes = 4;

/**
 * All forms of one secret that are masked: as it is; each of its lines; base64 (standard and URL-safe, wherever the secret
 * stands in the encoded text, also broken into lines); hexadecimal; URL-encoded; as JSON, also with everything but ASCII
 * escaped; in HTML; and as shells quote it. Longest first, without duplicates.
 */
export function patternsOf(secret: string): readonly MaskPattern[] {
  const found = new Map<string, MaskPattern>();
  for (const value of wholeAndLines(secret)) {
    for (const form of plainForms(value)) add(found, form, false);
    for (const form of base64Forms(value)) add(found, form, true);
  }
  return [...found.values()].sort((a, b) => b.bytes.length - a.bytes.length);
}

function add(found: Map<string, MaskPattern>, form: string, wraps: boolean): void {
  const bytes = Buffer.from(form);
  if (bytes.length >= minimumMaskBytes && !found.has(form)) found.set(form, { bytes, wraps });
}

function wholeAndLines(secret: string): readonly string[] {
  const lines = secret.split(/\r\n|\r|\n/).flatMap((line) => [line, line.trim()]);
  const values = [secret, secret.trim(), secret.replace(/\r\n/g, '\n').trim(), ...lines];
  return [...new Set(values)].filter((value) => Buffer.byteLength(value) >= minimumMaskBytes);
}

function plainForms(value: string): readonly string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const url = encodeUrl(value);
  const strict = encodeUrlStrictly(value);
  const spaces = [url, strict].map((text) => text.replaceAll('%20', '+'));
  const queries = [url, strict, ...spaces, encodeForm(value), strict.replaceAll('%2F', '/')];
  const hex = Buffer.from(value).toString('hex');
  return [
    value,
    json,
    json.replaceAll('/', '\\/'),
    escapeBeyondAscii(json),
    ...queries,
    ...queries.map((text) => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())),
    hex,
    hex.toUpperCase(),
    escapeHtml(value),
    ...shellForms(value),
  ];
}

/** A lone surrogate has no UTF-8 of its own; it is replaced, as it is when the text is written. */
function encodeUrl(value: string): string {
  return encodeURIComponent(Buffer.from(value).toString());
}

/** As browsers and `URLSearchParams` do. */
function encodeForm(value: string): string {
  return new URLSearchParams([['', value]]).toString().slice(1);
}

/** As Python's `quote(safe='')` and most other languages do. */
function encodeUrlStrictly(value: string): string {
  return encodeUrl(value).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
}

function escapeBeyondAscii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const htmlEntities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (letter) => htmlEntities[letter] ?? letter);
}

function shellForms(value: string): readonly string[] {
  return [
    value.replaceAll("'", "'\\''"),
    value.replaceAll("'", `'"'"'`),
    value.replace(/["$`\\]/g, '\\$&'),
    value.replace(/[^\p{L}\p{N}_@%+=:,./-]/gu, '\\$&'),
    value.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t'),
  ];
}

/**
 * A secret inside a longer encoded text starts at one of three positions of base64's groups of three bytes. Characters that
 * depend on its neighbours are left out. A line may end after the first character, so the rest is a pattern too.
 */
function base64Forms(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  const forms: string[] = [];
  for (const before of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const start = before === 0 ? 0 : before + 1;
    const end = Math.floor(((before + bytes.length) * 8) / 6);
    forms.push(encoded.slice(start, end), encoded.slice(start + 1, end));
  }
  return [...forms, ...forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
}
