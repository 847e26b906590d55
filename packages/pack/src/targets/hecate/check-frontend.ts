import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Diagnostic } from '@plugwright/diagnostics'
import type { CheckContext } from '../../target.ts'
import type { BeamFile } from './beam-file.ts'
import { readManifest } from './check-callback.ts'
import {
  componentMissing,
  componentNotAlone,
  frontendMissing,
  tagMissing,
  tagNotDefined,
} from './diagnostics.ts'
import { candidatesOf, COMPONENT, isBundled } from './frontend.ts'
import type { HecateOptions } from './options.ts'
import { STATIC } from './plan-package.ts'

/** Checks what hecate-web would load. The element's name is that of `manifest/0`, where it can be read. */
export async function checkFrontend(
  context: CheckContext<HecateOptions>,
  callback: BeamFile | undefined,
): Promise<Diagnostic[]> {
  const { plan, dir, options, bundles, manifestFile } = context
  const { frontend } = options
  const files = plan.entries.filter((entry) => entry.path.startsWith(`${STATIC}/`))
  if (frontend !== undefined && isBundled(frontend) && !bundles.has(COMPONENT))
    return [frontendMissing(manifestFile, `no module ${candidatesOf(frontend)[0]}`)]
  if (files.length === 0)
    return frontend === undefined || isBundled(frontend)
      ? []
      : [frontendMissing(manifestFile, `no file in the folder ${frontend.dir}`)]
  const component = files.find((entry) => entry.path === `${STATIC}/component.js`)
  if (component === undefined) return [componentMissing(manifestFile)]

  const file = path.join(dir, component.from)
  const needed = neededFiles(context)
  if (needed.length > 0) return [componentNotAlone(file, needed)]
  const tag = tagOf(context, callback)
  if (tag === undefined) return [tagMissing(manifestFile)]
  const text = await readFile(file, 'utf8')
  const isMentioned =
    text.includes('customElements') && [`"`, `'`, '`'].some((quote) => text.includes(quote + tag + quote))
  return isMentioned ? [] : [tagNotDefined(file, { tag, path: component.path })]
}

/** What the bundled component imports or asks for beside itself. */
function neededFiles({ bundles }: CheckContext<HecateOptions>): string[] {
  const build = bundles.get(COMPONENT)?.build
  if (build === undefined) return []
  const modules = new Set(build.entryPoints.map(({ file }) => file))
  const others = build.outputs.map((output) => output.path)
  return [...build.external, ...others.filter((name) => !modules.has(name) && !name.endsWith('.map'))]
}

function tagOf({ options }: CheckContext<HecateOptions>, callback: BeamFile | undefined): string | undefined {
  const given = callback && readManifest(callback)?.get('tag')
  return typeof given === 'string' ? given : options.tag
}
