// @vitest-environment happy-dom
import { mountPage, type MountedPage, type PageContext, type Unsigned } from '@plugwright/runtime'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { defineComponent, h, nextTick, ref, type Component } from 'vue'
import { useBlock, usePage } from './module-context.ts'
import { toMount } from './mount.ts'

let element: HTMLElement
let mounted: MountedPage | undefined
beforeEach(() => {
  vi.spyOn(console, 'info').mockImplementation(() => undefined)
  element = document.createElement('div')
})
afterEach(() => {
  mounted?.unmount()
  mounted = undefined
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const Customer = defineComponent(() => {
  const page = usePage()
  const count = ref(0)
  return () =>
    h(
      'button',
      { onClick: () => count.value++ },
      `${page.params['id']} ${count.value} ${page.can('edit')} ${page.signal.aborted}`,
    )
})

function Broken(): never {
  throw new Error('no rows')
}

test('shows a component with its context, and keeps its state in an update', async () => {
  show(Customer)
  expect(element.textContent).toBe('1 0 true false')
  element.querySelector('button')?.click()
  mounted?.update({ ...contextOf('2'), can: () => false })
  await nextTick()
  expect(element.textContent).toBe('2 1 false false')
  mounted?.unmount()
  mounted = undefined
  expect(element.innerHTML).toBe('')
})

test('gives a block its own context', () => {
  const Block = defineComponent(() => {
    const block = useBlock()
    return () => `${block.slot} ${String(block.props['word'])}`
  })
  show(Block, { ...contextOf('1'), slot: 'dashboard', props: { word: 'hello' } } as Unsigned<PageContext>)
  expect(element.textContent).toBe('dashboard hello')
})

test('tells the host what goes wrong, at once or later, and the browser what event handlers throw', async () => {
  expect(show(Broken)).toEqual([new Error('no rows')])
  mounted?.unmount()

  const Later = defineComponent(() => {
    const page = usePage()
    return () => {
      if (page.params['id'] === '2') throw new Error('later')
      return h('button', { onClick: Broken }, 'shown')
    }
  })
  const reported: unknown[] = []
  vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
  const errors = show(Later)
  element.querySelector('button')?.click()
  expect([errors, reported]).toEqual([[], [new Error('no rows')]])
  mounted?.update(contextOf('2'))
  await nextTick()
  expect(errors).toEqual([new Error('later')])
})

function show(component: Component, context = contextOf('1')): unknown[] {
  const errors: unknown[] = []
  const { mount } = toMount({ default: component })
  mounted = mountPage({ element, onError: (error) => errors.push(error) }, mount, context)
  return errors
}

function contextOf(id: string): Unsigned<PageContext> {
  return {
    plugin: { name: 'crm', version: '1.0.0' },
    path: `/customers/${id}`,
    params: { id },
    query: new URLSearchParams(),
    href: (path) => path,
    navigate: () => undefined,
    can: () => true,
    locale: 'en',
    t: (key) => key,
    host: undefined,
  }
}
