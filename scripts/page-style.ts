/** Colours of a page, as forges have them in light and in dark. */
export interface PageLook {
  /** Of the picture's name. */
  readonly suffix: string;
  readonly scheme: 'light' | 'dark';
  /** Of Mermaid, as GitHub sets it. */
  readonly drawings: 'default' | 'dark';
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly border: string;
  readonly panel: string;
  readonly code: string;
  readonly link: string;
  readonly open: string;
  readonly danger: string;
  readonly warning: string;
}

export const pageLooks: readonly PageLook[] = [
  {
    suffix: '',
    scheme: 'light',
    drawings: 'default',
    background: '#ffffff',
    text: '#1f2328',
    muted: '#59636e',
    border: '#d1d9e0',
    panel: '#f6f8fa',
    code: '#eff1f3',
    link: '#0969da',
    open: '#1a7f37',
    danger: '#d1242f',
    warning: '#bf8700',
  },
  {
    suffix: '-dark',
    scheme: 'dark',
    drawings: 'dark',
    background: '#0d1117',
    text: '#f0f6fc',
    muted: '#9198a1',
    border: '#3d444d',
    panel: '#151b23',
    code: '#252b33',
    link: '#4493f8',
    open: '#238636',
    danger: '#f85149',
    warning: '#d29922',
  },
];

/** Width of the picture, in pixels. */
export const pageWidth = 1600;

export function pageStyle(look: PageLook): string {
  return `
html { background: ${look.background}; color-scheme: ${look.scheme}; }
body { margin: 0; color: ${look.text}; font: 19px/1.45 Inter, sans-serif; }
main { box-sizing: border-box; width: ${pageWidth}px; padding: 8px; display: flex; gap: 36px; align-items: flex-start; }
.column { flex: 1; min-width: 0; }
.caption { font-size: 17px; font-weight: 600; color: ${look.muted}; letter-spacing: .04em; text-transform: uppercase; }
h1 { font-size: 29px; line-height: 1.25; font-weight: 600; margin: 6px 0 12px; }
.number { color: ${look.muted}; font-weight: 400; }
.about { display: flex; gap: 12px; align-items: center; margin-bottom: 18px; color: ${look.muted}; }
.about b, .about strong { color: ${look.text}; }
.state { background: ${look.open}; color: #fff; border-radius: 99px; padding: 5px 16px 5px 12px; font-weight: 600; white-space: nowrap; }
.label { border: 1px solid ${look.border}; border-radius: 99px; padding: 2px 12px; margin-right: 8px; font-size: 16px; font-weight: 600; }
.comment { border: 1px solid ${look.border}; border-radius: 9px; overflow: hidden; }
.head { background: ${look.panel}; border-bottom: 1px solid ${look.border}; padding: 10px 18px; display: flex; gap: 9px; align-items: center; }
.face { width: 28px; height: 28px; border-radius: 7px; background: ${look.link}; color: #fff; font-weight: 700; text-align: center; line-height: 28px; }
.bot { border: 1px solid ${look.border}; border-radius: 99px; padding: 0 9px; font-size: 15px; color: ${look.muted}; }
.muted { color: ${look.muted}; }
.body { padding: 16px 20px; }
.body > :first-child { margin-top: 0; }
.body > :last-child { margin-bottom: 0; }
h3 { font-size: 23px; line-height: 1.25; font-weight: 600; margin: 0 0 12px; }
p, ul, table, blockquote { margin: 0 0 13px; }
ul { padding-left: 26px; }
a { color: ${look.link}; text-decoration: none; }
.mention { font-weight: 600; }
strong { font-weight: 600; }
code { font: 16.5px "JetBrains Mono", monospace; background: ${look.code}; border-radius: 6px; padding: 3px 6px; overflow-wrap: break-word; }
a code { color: inherit; }
blockquote { border-left: 4px solid ${look.border}; padding-left: 16px; color: ${look.muted}; }
blockquote p { margin: 0; }
table { border-collapse: collapse; }
th, td { border: 1px solid ${look.border}; padding: 5px 13px; text-align: left; }
th { font-weight: 600; }
tr:nth-child(2n) td { background: ${look.panel}; }
.fold::before { content: ""; display: inline-block; border: 6px solid transparent; border-left: 9px solid ${look.text}; margin-right: 3px; }
.fold { margin-bottom: 9px; }
.fold.opened::before { border: 6px solid transparent; border-top: 9px solid ${look.text}; margin: 0 6px -3px 0; }
.drawing { display: flex; justify-content: center; margin: 12px 0 13px; }
.drawing svg { width: 100%; }
.icon { width: 1.05em; height: 1.05em; vertical-align: -.16em; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.warning { color: ${look.warning}; }
.error { color: ${look.danger}; stroke-width: 2.6; }
`;
}
