/** Endings of what people write; all else that lies beside it, such as `data.csv`, is taken for data. */
const endings = new Set(
  (
    'sh bash zsh fish ps1 py pyx ipynb r rmd jl rb pl php lua js mjs cjs ts mts cts java scala kt kts groovy go rs c h cc cpp hpp cs ' +
    'sql hql prql jinja j2 tmpl yml yaml toml ini cfg conf properties mk'
  ).split(' '),
);

/** Whether a path looks like a script or its configuration rather than data. A guess from the name alone. */
export function looksLikeCode(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return /^(?:makefile|dockerfile|justfile|rakefile)$/i.test(name) || (name.includes('.') && endings.has(ending));
}
