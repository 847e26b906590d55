// @vitest-environment happy-dom
import { createRegistry, type PluginModule, type Registry } from '@plugwright/runtime'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createApp, defineComponent, h, shallowReactive, type App } from 'vue'
import { usePage } from './module-context.ts'
import { PluginOutlet } from './plugin-outlet.ts'
import { PluginProvider, type PluginProviderProps } from './plugin-provider.ts'

let element: HTMLElement
let app: App | undefined
let loaded: string[]
beforeEach(() => {
  loaded = []
  element = document.createElement('div')
  document.body.append(element)
})
afterEach(() => {
  app?.unmount()
  element.remove()
})

let mounts = 0
const Greeting = defineComponent(() => {
  const page = usePage()
  mounts++
  return () => page.t('hello')
})

/** Loads a value, and notes its name. */
function note<Value>(name: string, value: Value): () => Promise<Value> {
  return async () => {
    loaded.push(name)
    return value
  }
}

function registryOf(): Registry {
  const level: PluginModule = {
    pages: [{ module: 'index.vue', path: '/', load: note('page', { default: Greeting }) }],
    messages: {
      pattern: 'locales/{locale}.json',
      files: {
        '/locales/de.json': note('de', { hello: 'Hallo' }),
        '/locales/en.json': note('en', { hello: 'Hello' }),
      },
    },
  }
  return createRegistry({
    routeBase: '/plugins',
    problems: [],
    plugins: [{ name: 'crm', version: '1.0.0', load: async () => level }],
  })
}

function show(props: PluginProviderProps & { readonly pathname: string }): void {
  app = createApp(() =>
    h(PluginProvider, { ...props }, () => [
      h('a', { href: '/plugins/crm' }, 'CRM: '),
      h(PluginOutlet, { pathname: props.pathname }),
    ]),
  )
  app.mount(element)
}

test('another language reaches a page that is shown, which stays', async () => {
  const props = shallowReactive({ registry: registryOf(), pathname: '/plugins/crm', locale: 'en' })
  mounts = 0
  show(props)
  await expect.poll(() => element.textContent).toBe('CRM: Hello')
  props.locale = 'de'
  await expect.poll(() => element.textContent).toBe('CRM: Hallo')
  props.locale = 'en'
  await expect.poll(() => element.textContent).toBe('CRM: Hello')
  expect(mounts).toBe(1)
  expect(loaded.toSorted()).toEqual(['de', 'en', 'page'])
})

test('a link under the pointer fetches its page', async () => {
  const props = shallowReactive<PluginProviderProps & { readonly pathname: string }>({
    registry: registryOf(),
    pathname: '/elsewhere',
  })
  show(props)
  element.querySelector('a')?.dispatchEvent(new Event('pointerover', { bubbles: true }))
  await expect.poll(() => loaded.toSorted()).toEqual(['en', 'page'])
  expect(element.textContent).toBe('CRM: ')
})
