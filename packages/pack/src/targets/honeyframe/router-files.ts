import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Diagnostic } from '@plugwright/diagnostics'
import type { Router } from '@plugwright/manifest'
import type { CheckContext } from '../../target.ts'
import { routerAttribute, routerForm, routerModule } from './diagnostics.ts'
import { readPythonNames } from './python-names.ts'

/**
 * Checks each router as Honeyframe would mount it: `import_module` of the dotted path, then the attribute. The files are
 * read, never run.
 */
export async function checkRouters(context: CheckContext): Promise<Diagnostic[]> {
  const checked = context.manifest.routers.map((router, index) => checkRouter(context, { router, index }))
  return (await Promise.all(checked)).flat()
}

async function checkRouter(
  { manifest, manifestFile, dir, plan }: CheckContext,
  { router, index }: { readonly router: Router; readonly index: number },
): Promise<Diagnostic[]> {
  const { module } = router
  if (router.kind === 'file') {
    return [routerForm(manifestFile, { index, module, reason: 'it is a file of another language' })]
  }
  const looked = moduleFiles(module, manifest.name)
  const packed = new Set(plan.entries.map((entry) => entry.from))
  // A package is found before a module of the same name.
  const source = looked.toReversed().find((file) => packed.has(file))
  if (source === undefined)
    return [routerModule(manifestFile, { index, module, name: manifest.name, looked })]

  const problems: Diagnostic[] = []
  const { attribute } = router
  const { bound, isOpen } = readPythonNames(await readFile(path.join(dir, source), 'utf8'))
  if (!bound.has(attribute) && !isOpen)
    problems.push(routerAttribute(manifestFile, { index, module, attribute, source }))
  if (router.path !== '/' || router.permission !== null) {
    problems.push(routerForm(manifestFile, { index, module, reason: 'it has a path or a permission' }))
  }
  return problems
}

/** `plugins.crm.backend.routers.a` → `backend/routers/a.py` or, for a package, `backend/routers/a/__init__.py`. */
function moduleFiles(module: string, pluginName: string): string[] {
  const prefix = `plugins.${pluginName}.`
  if (!module.startsWith(prefix)) return []
  const below = module.slice(prefix.length).replaceAll('.', '/')
  return [`${below}.py`, `${below}/__init__.py`]
}
