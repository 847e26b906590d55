import type { Diagnostic } from '@plugwright/diagnostics'

/** A router that Python cannot import from the folder of the plugin. */
export function routerModule(
  file: string,
  problem: { index: number; module: string; name: string; looked: readonly string[] },
): Diagnostic {
  const { index, module, name, looked } = problem
  return {
    code: 'HONEYFRAME_ROUTER_MODULE',
    severity: 'error',
    message:
      looked.length === 0
        ? `Honeyframe would not find the router module ${module}: it is not below plugins.${name}.`
        : `Honeyframe would not find the router module ${module}: the package has neither ${looked.join(' nor ')}.`,
    hint: `write plugins.${name}.<folders>.<file>:<router>, for a file that is packed.`,
    file,
    path: ['routers', index],
  }
}

/** A router module that has no such name at its top level. */
export function routerAttribute(
  file: string,
  problem: { index: number; module: string; attribute: string; source: string },
): Diagnostic {
  const { index, module, attribute, source } = problem
  return {
    code: 'HONEYFRAME_ROUTER_ATTRIBUTE',
    severity: 'error',
    message: `The module ${module} has no "${attribute}": ${source} does not define or import it at its top level.`,
    hint: `add ${attribute} = APIRouter() there, or correct the name after the colon.`,
    file,
    path: ['routers', index],
  }
}

/** A router in a form that Plugwright added and Honeyframe does not read. */
export function routerForm(
  file: string,
  problem: { index: number; module: string; reason: string },
): Diagnostic {
  const { index, module, reason } = problem
  return {
    code: 'HONEYFRAME_ROUTER_FORM',
    severity: 'warning',
    message: `Honeyframe cannot mount the router ${module}: ${reason}.`,
    hint: 'it reads dotted Python paths only, as in plugins.crm.backend.routers.customers:router.',
    file,
    path: ['routers', index],
  }
}

/** A permission that Honeyframe's catalog cannot hold. */
export function permissionForm(file: string, problem: { index: number; permission: string }): Diagnostic {
  const { index, permission } = problem
  return {
    code: 'HONEYFRAME_PERMISSION',
    severity: 'error',
    message: `The permission "${permission}" is not of the form <resource>.<action>.`,
    hint: 'Honeyframe takes lower-case letters, digits and underscores on both sides of one dot: customer.read.',
    file,
    path: ['permissions', index],
  }
}

/** Words per language, where Honeyframe reads one string. */
export function localizedText(file: string, path: readonly (string | number)[]): Diagnostic {
  return {
    code: 'HONEYFRAME_LOCALIZED_TEXT',
    severity: 'warning',
    message: `Honeyframe reads one string for ${path.join('.')}, and there is one per language.`,
    hint: 'write a plain string, or expect Honeyframe to show or refuse the mapping.',
    file,
    path,
  }
}
