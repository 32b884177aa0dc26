/** Paints text for a terminal; every function returns plain text where colours are off. */
export interface Style {
  readonly strong: Paint;
  readonly muted: Paint;
  readonly success: Paint;
  readonly failure: Paint;
  readonly warning: Paint;
  readonly running: Paint;
  /** Something that can be typed: a command, an id. */
  readonly command: Paint;
}

export type Paint = (text: string) => string;

/** The only table of colours; the sixteen basic ones, so that a terminal's own theme decides the shades. */
export function createStyle(color: boolean): Style {
  const paint = (open: number, close: number): Paint =>
    color ? (text) => (text === '' ? '' : `\u001b[${open}m${text}\u001b[${close}m`) : (text) => text;
  return {
    strong: paint(1, 22),
    muted: paint(2, 22),
    success: paint(32, 39),
    failure: paint(31, 39),
    warning: paint(33, 39),
    running: paint(36, 39),
    command: paint(36, 39),
  };
}
