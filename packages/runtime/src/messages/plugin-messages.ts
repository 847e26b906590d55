import { loadFailed } from '../diagnostics.ts'
import type { PluginModule } from '../registry-data.ts'
import { pickLocale } from '../resolve-text.ts'
import { createResource, type Resource } from '../resource.ts'
import { createTranslate, type Messages, type Translate } from './translate.ts'

/** The texts of one plugin, in the language of the host. */
export interface PluginMessages {
  /** What has to be ready before something is shown; nothing once it is there in any language: a switch keeps what is on screen. */
  need(): Resource<unknown> | undefined
  all(): Resource<unknown>[]
  /** Loads the texts of the host's language if the plugin has shown those of another one. */
  follow(): void
  /** Other files have come: what is shown stays until they are there. */
  renew(): void
  /** The function of the language that is there; another one only when other texts have come. */
  translate(): Translate
}

/** Where {@link PluginMessages} come from, and whom they tell. */
export interface PluginMessagesOptions {
  readonly plugin: string
  readonly level: () => PluginModule | undefined
  /** The host's language. */
  readonly locale: () => string
  /** Imports; what cannot be fetched is asked for again. */
  readonly deliver: (load: () => Promise<unknown>) => Promise<unknown>
  /** Called when texts are fetched, so that other files are fetched together with them. */
  readonly meanwhile: () => void
  readonly changed: () => void
}

/** Creates {@link PluginMessages}; nothing is fetched. */
export function createPluginMessages(options: PluginMessagesOptions): PluginMessages {
  const { plugin } = options
  /** By file. */
  const loaded = new Map<string, Resource<unknown>>()
  let shown: { readonly texts: Messages; readonly translate: Translate } | undefined

  function create(file: string, load: () => Promise<unknown>): Resource<unknown> {
    return createResource<unknown>({
      async load() {
        options.meanwhile()
        return textsOf(await options.deliver(load))
      },
      toProblem: (error) => loadFailed({ plugin, file }, error),
      changed: options.changed,
    })
  }

  /** The file of the language that is nearest to the host's. */
  function settle(): Resource<unknown> | undefined {
    const { pattern = '', files = {} } = options.level()?.messages ?? {}
    const byLocale = new Map(Object.keys(files).map((file) => [localeOf(file, pattern), file]))
    const locale = pickLocale([...byLocale.keys()], options.locale()) ?? ''
    const file = byLocale.get(locale) ?? ''
    const load = files[file]
    if (load === undefined) return undefined
    const found = loaded.get(file) ?? create(file, load)
    loaded.set(file, found)
    const texts = found.value as Messages | undefined
    if (texts !== undefined && texts !== shown?.texts)
      shown = { texts, translate: createTranslate(texts, locale) }
    return found
  }

  return {
    need() {
      const found = settle()
      return shown === undefined ? found : undefined
    },
    all: () => [...loaded.values()],
    follow() {
      const found = settle()
      if (shown !== undefined) void found?.load()
    },
    renew() {
      loaded.clear()
      this.follow()
    },
    translate() {
      settle()
      return shown?.translate ?? UNTRANSLATED
    },
  }
}

/** What a namespace of a module has; JSON has no tag. */
type Namespace = Partial<Readonly<Record<typeof Symbol.toStringTag | 'default', unknown>>>

/** A file that was asked for by another address comes as its module, past the function that takes the texts out of it. */
function textsOf(loaded: unknown): unknown {
  const module = loaded as Namespace | null | undefined
  return module?.[Symbol.toStringTag] === 'Module' ? module.default : loaded
}

const UNTRANSLATED = createTranslate({}, 'en')

/** `…/locales/de.json` by `frontend/src/locales/{locale}.json` → `de`; addresses of files begin in different ways. */
function localeOf(file: string, pattern: string): string {
  const segments = pattern.split('/').toReversed()
  const position = segments.findIndex((segment) => segment.includes('{locale}'))
  const [before = '', after = ''] = segments[position]?.split('{locale}') ?? []
  const segment = file.split('/').at(-1 - position) ?? ''
  return segment.slice(before.length, segment.length - after.length)
}
