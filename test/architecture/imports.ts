/** One import of a source file. */
export interface SourceImport {
  readonly specifier: string
  /** Erased at compile time: `import type`, `export type … from`. */
  readonly typeOnly: boolean
}

const patterns = [
  /^\s*(?:import|export)\s+(?<type>type\s)?[^'"`;]*?\bfrom\s*['"](?<specifier>[^'"]+)['"]/gm,
  /^\s*import\s*['"](?<specifier>[^'"]+)['"]/gm,
  /\bimport\(\s*['"](?<specifier>[^'"]+)['"]\s*\)/g,
]

/**
 * Finds the imports of a TypeScript source text. The formatter fixes the shape of import declarations, so
 * patterns are enough; a dynamic import in a type position counts like a real one.
 */
export function findImports(source: string): readonly SourceImport[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')
  return patterns.flatMap((pattern) =>
    [...code.matchAll(pattern)].map((match) => ({
      specifier: match.groups?.['specifier'] ?? '',
      typeOnly: match.groups?.['type'] !== undefined,
    })),
  )
}

/** `@scope/name/sub` → `@scope/name`, `name/sub` → `name`. */
export function packageNameOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}
