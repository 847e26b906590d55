import { nearestName } from '@plugwright/diagnostics'
import type { ExplainedCheck } from './explain.ts'
import type { Subject } from './explain-subject.ts'
import type { InspectedPlugin, Inspection, PluginPlace, Requirement } from './inspection.ts'

/** The checks before anything of a plugin is looked at; the first that fails ends them. */
export function checkPlugin(inspection: Inspection, { name, plugin }: Subject): readonly ExplainedCheck[] {
  if (plugin === undefined) return [notFound(inspection, name)]
  const checks: ExplainedCheck[] = []
  const steps = [found, shadowed, manifest, packed, hostRange, plugins, shared, switchedOn]
  for (const step of steps) {
    const check = step(plugin, inspection)
    if (check === undefined) continue
    checks.push(check)
    if (check.result === 'fail') break
  }
  return checks
}

function notFound({ plugins: all, roots }: Inspection, name: string): ExplainedCheck {
  const places = roots.map(({ place, state }) => (state === 'found' ? place : `${place} (${state})`))
  const nearest = nearestName(name, new Set(all.map((plugin) => plugin.name)))
  return {
    id: 'found',
    result: 'fail',
    message:
      places.length === 0
        ? `No plugin is called ${name}, and the host has no roots.`
        : `No plugin is called ${name}; looked for in ${places.join(', ')}.`,
    hint:
      nearest === undefined
        ? `put a folder ${name} with a plugin.yaml into one of the roots.`
        : `did you mean ${nearest}?`,
  }
}

function found({ place, source, version }: InspectedPlugin): ExplainedCheck {
  const what = version === undefined ? 'It' : `Version ${version}`
  return { id: 'found', result: 'pass', message: `${what} was found in ${place} (${source}).` }
}

function shadowed({ name, shadowedBy, shadows }: InspectedPlugin): ExplainedCheck {
  if (shadowedBy !== undefined) {
    return {
      id: 'shadowed',
      result: 'fail',
      message: `It is shadowed: ${describePlace(shadowedBy)} has the name ${name}, too, and comes first.`,
      hint: `rename this plugin, or remove ${shadowedBy.place}; the order of the roots decides.`,
    }
  }
  if (shadows.length === 0)
    return { id: 'shadowed', result: 'pass', message: 'No other plugin has its name.' }
  return {
    id: 'shadowed',
    result: 'note',
    message: `It shadows ${shadows.map(describePlace).join(' and ')}, which ${shadows.length === 1 ? 'is' : 'are'} not shown.`,
  }
}

function manifest(plugin: InspectedPlugin, inspection: Inspection): ExplainedCheck {
  const problems = plugin.problems.flatMap((index) => inspection.problems[index] ?? [])
  const own = problems.filter(({ code }) => !/^(?:SHARED_|VITE_|PLUGIN_SHADOWED)/.test(code))
  const errors = own.filter(({ severity }) => severity === 'error')
  if (plugin.state === 'invalid') {
    return {
      id: 'manifest',
      result: 'fail',
      message: `Its manifest has ${countOf(errors.length, 'error')}: ${errors[0]?.message ?? 'it cannot be used.'}`,
      ...(errors[0]?.hint === undefined ? {} : { hint: errors[0].hint }),
      problems: errors,
    }
  }
  return own.length === 0
    ? { id: 'manifest', result: 'pass', message: 'Its manifest is valid.' }
    : {
        id: 'manifest',
        result: 'note',
        message: `Its manifest is valid, with ${countOf(own.length, 'remark')}.`,
        problems: own,
      }
}

function packed({ state }: InspectedPlugin): ExplainedCheck | undefined {
  if (state !== 'packed') return undefined
  return {
    id: 'packed',
    result: 'fail',
    message: 'It is an unpacked package, and plugins are merged from source only.',
    hint: "put the plugin's source folder in its place.",
  }
}

function hostRange({ requires }: InspectedPlugin): ExplainedCheck {
  const requirement = requires.find(({ kind }) => kind === 'host')
  if (requirement === undefined)
    return { id: 'host-range', result: 'pass', message: 'It asks for no version of the host.' }
  const { name, range, found: version, result } = requirement
  if (result === 'unknown')
    return {
      id: 'host-range',
      result: 'note',
      message: `It asks for the host ${range}, and the host has no version to compare with.`,
      hint: 'give the host a name and a version in package.json.',
    }
  return {
    id: 'host-range',
    result: result === 'fits' ? 'pass' : 'fail',
    message: `It asks for the host ${range}, and this is ${name} ${version ?? ''}.`,
    ...(result === 'fits' ? {} : { hint: 'widen requires.host in plugin.yaml, or update the host.' }),
  }
}

function plugins({ requires }: InspectedPlugin): ExplainedCheck {
  const others = requires.filter(({ kind }) => kind === 'plugin')
  const unmet = others.filter(({ result }) => result !== 'fits')
  if (unmet.length > 0) {
    return {
      id: 'plugins',
      result: 'fail',
      message: `It needs ${unmet.map(describeRequirement).join(' and ')}.`,
      hint: 'install what is missing, or change requires.plugins in plugin.yaml.',
    }
  }
  const message =
    others.length === 0
      ? 'It needs no other plugin.'
      : `The plugins that it needs are there: ${others.map(({ name, found: version }) => `${name} ${version ?? ''}`).join(', ')}.`
  return { id: 'plugins', result: 'pass', message }
}

/** A version outside a range is a warning in development; it may still break the code. */
function shared({ name }: InspectedPlugin, { shared: { packages } }: Inspection): ExplainedCheck {
  const misfits = packages.flatMap(({ name: id, version, askedBy }) =>
    askedBy
      .filter(({ plugin, fits }) => plugin === name && !fits)
      .map(({ range }) => `${id} ${range} (the host has ${version ?? 'none'})`),
  )
  return misfits.length === 0
    ? { id: 'shared', result: 'pass', message: 'The shared packages that it asks for fit.' }
    : {
        id: 'shared',
        result: 'note',
        message: `It asks for ${misfits.join(' and ')}: a warning here, and in a build the option strict decides.`,
        hint: 'widen peerDependencies of the plugin, or update the package in the host.',
      }
}

function switchedOn(): ExplainedCheck {
  return {
    id: 'switched-on',
    result: 'unknown',
    message: 'Whether it is switched off in a tab, only that tab knows.',
    hint: 'open the host with ?plugins=on to switch all plugins on again.',
  }
}

function describePlace({ place, version, source }: PluginPlace): string {
  return `${place}${version === undefined ? '' : ` ${version}`} (${source})`
}

function describeRequirement({ name, range, found: version, result }: Requirement): string {
  return result === 'missing'
    ? `the plugin ${name} ${range}, which is not there or cannot be used`
    : `the plugin ${name} ${range}, and ${version ?? 'none'} is there`
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
