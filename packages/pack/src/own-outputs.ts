import path from 'node:path'

/** What tells outputs of packing from files of the plugin. */
export interface OwnOutputs {
  /** The plugin folder. */
  readonly dir: string
  readonly outputDir: string
  readonly pluginName: string
  /** Names of the archives to be written. */
  readonly fileNames: readonly string[]
}

/** The archive itself, its digest, its signatures. */
const BESIDE = ['', '.sha256', '.sig.json']

/**
 * Creates the rule for what packing and building write, so that a package never holds an earlier one: the
 * folder `.plugwright/`, the output folder, and, where that is the plugin folder itself, the files there that are
 * named like packages of any version.
 */
export function createOwnOutputRule(outputs: OwnOutputs): (name: string) => boolean {
  const { dir, outputDir, pluginName, fileNames } = outputs
  const inside = path.relative(dir, outputDir).split(path.sep).join('/')
  const isInside = inside !== '' && inside !== '..' && !inside.startsWith('../') && !path.isAbsolute(inside)
  const endings = [
    '-build-report.json',
    ...fileNames
      .map((name) => path.extname(name))
      .flatMap((ext) => BESIDE.map((ending) => `${ext}${ending}`)),
  ]
  const isPackageName = (name: string): boolean =>
    !name.includes('/') &&
    (fileNames.some((fileName) => BESIDE.some((ending) => name === `${fileName}${ending}`)) ||
      (name.startsWith(`${pluginName}-`) && endings.some((ending) => name.endsWith(ending))))

  return (name) => {
    const [top = ''] = name.split('/')
    if (top === '.plugwright' || top.startsWith('.plugwright-')) return true
    if (isInside) return name === inside || name.startsWith(`${inside}/`)
    return inside === '' && isPackageName(name)
  }
}
