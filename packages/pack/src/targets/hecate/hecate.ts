import type { Target } from '../../target.ts'
import { checkPackage } from './check-package.ts'
import { requestComponent } from './frontend.ts'
import { toHecateManifest } from './manifest-file.ts'
import { type HecateOptions, optionsSchema } from './options.ts'
import { planPackage } from './plan-package.ts'

/**
 * A plugin for the Erlang VM of a Hecate daemon, `{name}.tar.gz`: `manifest.json`, the compiled modules of all
 * applications in `ebin/`, the frontend in `priv/static/`. The modules are packed as rebar3 left them; it is never run.
 * The format is described in docs/targets/hecate.md.
 */
export const hecate: Target<HecateOptions> = {
  name: 'hecate',
  optionsSchema,
  formats: ['tar.gz'],
  fileName: ({ name }) => `${name}.tar.gz`,
  bundles: requestComponent,
  plan: planPackage,
  check: checkPackage,

  control(context) {
    const text = `${JSON.stringify(toHecateManifest(context), undefined, 2)}\n`
    return [{ path: 'manifest.json', bytes: new TextEncoder().encode(text) }]
  },
}
