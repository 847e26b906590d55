// @vitest-environment happy-dom
import { mountPage, type MountedPage, type PageContext, type Unsigned } from '@plugwright/runtime'
import { flushSync, type Component } from 'svelte'
import { afterEach, beforeEach, expect, test } from 'vitest'
import Customer from './fixtures/customer.svelte'
import Pipeline from './fixtures/pipeline.svelte'
import { toMount } from './mount.ts'

let element: HTMLElement
let mounted: MountedPage | undefined
beforeEach(() => {
  element = document.createElement('div')
  // Svelte listens to events at the document.
  document.body.append(element)
})
afterEach(() => {
  mounted?.unmount()
  mounted = undefined
  element.remove()
})

test('shows a component with its context, and keeps its state in an update', () => {
  show(Customer)
  expect(element.textContent).toBe('Customer 1 0 true')
  element.querySelector('button')?.click()
  mounted?.update({ ...contextOf('2'), can: () => false })
  flushSync()
  expect(element.textContent).toBe('Customer 2 1 false')
  mounted?.unmount()
  mounted = undefined
  expect(element.innerHTML).toBe('')
})

test('gives a block its own context', () => {
  show(Pipeline, { ...contextOf('1'), slot: 'dashboard', props: { word: 'hello' } } as Unsigned<PageContext>)
  expect(element.textContent?.trim()).toBe('dashboard hello')
})

test('tells the host what goes wrong, at once or later', () => {
  expect(show(Customer, contextOf('13'))).toEqual([new Error('no such customer')])
  mounted?.unmount()

  const errors = show(Customer)
  expect(errors).toEqual([])
  mounted?.update(contextOf('13'))
  flushSync()
  expect(errors).toEqual([new Error('no such customer')])
})

function show(component: Component, context = contextOf('1')): unknown[] {
  const errors: unknown[] = []
  const { mount } = toMount({ default: component })
  mounted = mountPage({ element, onError: (error) => errors.push(error) }, mount, context)
  flushSync()
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
