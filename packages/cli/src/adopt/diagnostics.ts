import type { Diagnostic, Place } from '@plugwright/diagnostics'

/** An app that begins nowhere we know. */
export function noEntry(page: string): Diagnostic {
  return {
    code: 'ADOPT_NO_ENTRY',
    severity: 'error',
    message: 'There is no index.html with a module script here, so it is not known where the app begins.',
    hint: 'name the file with --entry src/main.tsx, or the folder of the app.',
    file: page,
  }
}

/** An entry that was named and is not there. */
export function noSuchEntry(entry: string): Diagnostic {
  return {
    code: 'ADOPT_NO_SUCH_ENTRY',
    severity: 'error',
    message: `There is no file "${entry}" to begin with.`,
    hint: '--entry is relative to the folder of the app.',
  }
}

/** A file of the app that does not parse. */
export function syntaxError(reason: string, place: Place): Diagnostic {
  return {
    code: 'ADOPT_SYNTAX_ERROR',
    severity: 'error',
    message: `The file cannot be read as JavaScript or TypeScript: ${reason}`,
    hint: 'correct it first; half a file would make half a plan.',
    ...place,
  }
}

/** An app without routes of React Router. */
export function noRoutes(files: number, entry: string): Diagnostic {
  return {
    code: 'ADOPT_NO_ROUTES',
    severity: 'error',
    message: `No routes of React Router were found in ${files === 1 ? 'the file' : `the ${files} files`} that can be reached from here.`,
    hint: 'read are <Routes>, createBrowserRouter() and useRoutes() of react-router or react-router-dom; <Switch> of version 5 is not.',
    file: entry,
  }
}

/** Routes, and not one that can become a plugin's page. */
export function nothingToAdopt(routes: number, place: Place): Diagnostic {
  return {
    code: 'ADOPT_NOTHING',
    severity: 'error',
    message: `None of the ${routes} routes can become a page of a plugin.`,
    hint: 'the reason for each is listed below.',
    ...place,
  }
}

/** A file in the place of one to be written. */
export function fileExists(file: string): Diagnostic {
  return {
    code: 'ADOPT_FILE_EXISTS',
    severity: 'error',
    message:
      'There is a file in the place of a new one. Nothing is ever overwritten, so nothing was written at all.',
    hint: 'move it away, or adopt only other plugins with --only.',
    file,
  }
}

/** A map of plugins that cannot be used. */
export function mapInvalid(reason: string, place: Place): Diagnostic {
  return {
    code: 'ADOPT_MAP_INVALID',
    severity: 'error',
    message: `The map of plugins cannot be used: ${reason}`,
    hint: 'write the name of each plugin with a list of addresses: crm: [/customers, /accounts]',
    ...place,
  }
}

/** A page that is loaded in a way we do not read. */
export function lazyUnknown(name: string, place: Place): Diagnostic {
  return {
    code: 'ADOPT_LAZY_UNKNOWN',
    severity: 'warning',
    message: `It cannot be read from the text which module ${name} loads.`,
    hint: "write lazy(() => import('./page')), or with .then((module) => ({ default: module.Page })).",
    ...place,
  }
}

/** An import of a page that leads nowhere. */
export function importUnresolved(specifier: string, place: Place, name?: string): Diagnostic {
  return {
    code: 'ADOPT_IMPORT_UNRESOLVED',
    severity: 'warning',
    message:
      name === undefined
        ? `The import "${specifier}" leads to no file.`
        : `The file behind "${specifier}" exports no "${name}".`,
    hint: 'names that begin in another way than ./ and / are looked up in the paths of tsconfig.json.',
    ...place,
  }
}

/** A page that no other file can import. */
export function componentLocal(name: string, place: Place): Diagnostic {
  return {
    code: 'ADOPT_COMPONENT_LOCAL',
    severity: 'warning',
    message: `The component ${name} is made in the file of the routes, so no plugin can import it.`,
    hint: 'move it to a file of its own, and export it there.',
    ...place,
  }
}

/** An element that is more than a component. */
export function elementUnknown(place: Place): Diagnostic {
  return {
    code: 'ADOPT_ELEMENT_UNKNOWN',
    severity: 'warning',
    message: 'The element of the route is markup or a condition, and not a component of another file.',
    hint: 'put it into a component of its own file, and show that.',
    ...place,
  }
}

/** Props that are computed where the route is. */
export function propsNotLiteral(name: string, place: Place): Diagnostic {
  return {
    code: 'ADOPT_PROPS_NOT_LITERAL',
    severity: 'warning',
    message: `${name} gets a property that is computed in the file of the routes. A page of a plugin gets none from the host.`,
    hint: 'let the component take it from a context or a hook.',
    ...place,
  }
}

/** A guard whose permission is not known. */
export function guardNotLiteral(guard: string, property: string, place: Place): Diagnostic {
  return {
    code: 'ADOPT_GUARD_NOT_LITERAL',
    severity: 'warning',
    message: `The permission of ${guard} is not a text: ${property} is missing or computed.`,
    hint: 'a plugin names its permissions in plugin.yaml; write the text, or a constant.',
    ...place,
  }
}

/** A route that only a data router can serve. */
export function routeData(path: string, property: string, place: Place): Diagnostic {
  return {
    code: 'ADOPT_ROUTE_DATA',
    severity: 'warning',
    message: `The route ${path} has the property "${property}", and a page of a plugin has nothing like that.`,
    hint: 'load in the page itself (a query, an effect), then adopt again.',
    ...place,
  }
}

/** A path that is computed. */
export function pathUnknown(place: Place): Diagnostic {
  return {
    code: 'ADOPT_PATH_UNKNOWN',
    severity: 'warning',
    message: 'The path of the route is computed from something that is not a constant.',
    hint: 'write the text, or a constant that can be found by following imports.',
    ...place,
  }
}

/** A path that a plugin page cannot have. */
export function pathUnsupported(path: string, fault: string, place: Place): Diagnostic {
  return {
    code: 'ADOPT_PATH_UNSUPPORTED',
    severity: 'warning',
    message: `The path ${path} ${fault}, and no page of a plugin can have such a path.`,
    hint: 'write two routes in place of an optional part; parameters are letters, digits and _.',
    ...place,
  }
}

/** Two routes that would be one page. */
export function pathTaken(path: string, { place, other }: { place: Place; other: Place }): Diagnostic {
  const related = {
    message: 'the other route',
    ...(other.file && { file: other.file }),
    ...(other.span && { span: other.span }),
  }
  return {
    code: 'ADOPT_PATH_TAKEN',
    severity: 'warning',
    message: `The route ${path} would be a page that another route is already.`,
    hint: 'the first one is adopted; remove the other, or send it elsewhere with --map.',
    ...place,
    related: [related],
  }
}

/** Routes that are made by code. */
export function routesComputed(place: Place): Diagnostic {
  return {
    code: 'ADOPT_ROUTES_COMPUTED',
    severity: 'warning',
    message: 'The routes that this makes are not known from the text. They stay as they are.',
    hint: 'lists, constants, .map() over a list and functions that only return are read; conditions are not.',
    ...place,
  }
}

/** A plugin with another name than its address. */
export function nameChanged(wanted: string, name: string, place: Place): Diagnostic {
  return {
    code: 'ADOPT_NAME_RESERVED',
    severity: 'warning',
    message: `No plugin may be called "${wanted}"; that name is the host's. It is called ${name} here.`,
    hint: 'give it a better name with --map.',
    ...place,
  }
}

/** A nav entry whose words are computed. */
export function navNotLiteral(path: string, place: Place): Diagnostic {
  return {
    code: 'ADOPT_NAV_NOT_LITERAL',
    severity: 'warning',
    message: `The entry of the navigation that leads to ${path} has words that are computed, so it is not in the plan.`,
    hint: 'add it to nav in the plugin.yaml; a label may be { en: …, de: … }.',
    ...place,
  }
}

/** All routes of the app begin alike. */
export function oneGroup(name: string, under: string, place: Place): Diagnostic {
  return {
    code: 'ADOPT_ONE_GROUP',
    severity: 'warning',
    message: `All pages begin with ${under}, so they all went to one plugin, ${name}.`,
    hint: `if ${under} is the frame of the app and no feature, add --under ${under}.`,
    ...place,
  }
}

/** A version of React Router that plugin pages cannot use. */
export function oldRouter(range: string, file: string): Diagnostic {
  return {
    code: 'ADOPT_OLD_ROUTER',
    severity: 'warning',
    message: `The app asks for React Router ${range}, and pages of plugins need version 7.`,
    hint: 'upgrade it first; 7 takes the routes of 6 as they are.',
    file,
  }
}
