/** The outputs of a bundle by their names. */
export interface StyledFiles {
  /** Modules and style sheets by name. */
  readonly code: ReadonlyMap<string, string>
  /** Source maps by the name of the file that they belong to. */
  readonly maps: ReadonlyMap<string, string>
  /** Style sheet → the output of the entry point that it belongs to. */
  readonly styles: ReadonlyMap<string, string>
}

/**
 * Puts each style sheet into its module, as a statement on a line of its own before all others: a `<style>` element at the end
 * of the head. The sheets are gone then. It happens before files are named, so names cover the CSS.
 */
export function injectCss({ code, maps, styles }: StyledFiles): StyledFiles {
  const modules = new Map(code)
  const moduleMaps = new Map(maps)
  for (const [sheet, owner] of styles) {
    const css = code.get(sheet) ?? ''
    const map = maps.get(owner)
    modules.delete(sheet)
    moduleMaps.delete(sheet)
    modules.set(owner, `${toStatement(css)}\n${code.get(owner) ?? ''}`)
    if (map !== undefined) moduleMaps.set(owner, withEmptyFirstLine(map))
  }
  return { code: modules, maps: moduleMaps, styles: new Map() }
}

function toStatement(css: string): string {
  const text = css.replace(/\/\*# sourceMappingURL=[^*]*\*\/\s*$/, '').trimEnd()
  // A block, so that its name is nobody else's.
  return `{const style=document.createElement("style");style.textContent=${JSON.stringify(text)};document.head.append(style)}`
}

/** In `mappings` a semicolon ends a line (https://tc39.es/ecma426/). */
function withEmptyFirstLine(text: string): string {
  const map = JSON.parse(text) as { mappings: string }
  return JSON.stringify({ ...map, mappings: `;${map.mappings}` })
}
