import { doors, type Layer, layers, partsOfFolders } from './layer-table.ts';
import { type Import, importsOf, type SourceFile } from './source-files.ts';

/** A sentence for each import that its file's layer may not have. */
export function forbiddenImports(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => {
    const layer = layers.find(({ folder }) => file.path.startsWith(`${folder}/`));
    if (layer === undefined) return [`src/${file.path}: its folder stands in no row of the table of layers`];
    return importsOf(file)
      .filter((each) => !isAllowed(layer, each))
      .map(
        (each) =>
          `src/${file.path}:${each.line} imports ${each.from}: ${layer.folder} may import ${layer.may}, for ${layer.why}`,
      );
  });
}

function isAllowed(layer: Layer, { from, file }: Import): boolean {
  const words = layer.may.split(', ');
  if (file === undefined) {
    if (from.startsWith('node:')) return words.includes('Node');
    return words.some((word) => word === `\`${from}\`` || from.startsWith(`${word.slice(1, -1)}/`));
  }
  const folder = file.split('/')[0] ?? '';
  if (folder === layer.folder || words.includes(folder)) return true;
  if (words.includes('all of the above') && isAbove(folder, layer)) return true;
  if (words.includes('all below the doors') && isAbove(folder, layer) && !doors.includes(folder)) return true;
  return words.some((word) => partsOfFolders[word]?.includes(file));
}

function isAbove(folder: string, layer: Layer): boolean {
  const position = layers.findIndex((each) => each.folder === folder);
  return position >= 0 && position < layers.indexOf(layer);
}
