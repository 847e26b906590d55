// @vitest-environment happy-dom
import { mountPage, type MountedPage, type PageContext, type Unsigned } from '@plugwright/runtime'
import { act, useState, type ComponentType, type ReactElement } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useBlock, usePage } from './module-context.ts'
import { toMount } from './mount.tsx'

let element: HTMLElement
let mounted: MountedPage | undefined
beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  element = document.createElement('div')
})
afterEach(() => {
  act(() => mounted?.unmount())
  mounted = undefined
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

function Customer(): ReactElement {
  const { params, can } = usePage()
  const [count, setCount] = useState(0)
  return (
    <button type="button" onClick={() => setCount(count + 1)}>
      {`${params['id']} ${count} ${can('edit')}`}
    </button>
  )
}

function Block(): string {
  const { slot, props } = useBlock()
  return `${slot} ${String(props['word'])}`
}

function Broken(): never {
  throw new Error('no rows')
}

test('shows a component with its context, and keeps its state in an update', () => {
  show(Customer)
  expect(element.textContent).toBe('1 0 true')
  act(() => element.querySelector('button')?.click())
  act(() => mounted?.update({ ...contextOf('2'), can: () => false }))
  expect(element.textContent).toBe('2 1 false')
  act(() => mounted?.unmount())
  expect(element.innerHTML).toBe('')
})

test('gives a block its own context', () => {
  show(Block, { ...contextOf('1'), slot: 'dashboard', props: { word: 'hello' } } as Unsigned<PageContext>)
  expect(element.textContent).toBe('dashboard hello')
})

test('tells the host what goes wrong, at once or later', () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  expect(show(Broken)).toEqual([new Error('no rows')])

  let isBroken = false
  const Later = (): string => {
    if (usePage() !== undefined && isBroken) throw new Error('later')
    return 'shown'
  }
  const errors = show(Later)
  expect([element.textContent, errors]).toEqual(['shown', []])
  isBroken = true
  act(() => mounted?.update(contextOf('2')))
  expect(errors).toEqual([new Error('later')])
})

function show(component: ComponentType | (() => string), context = contextOf('1')): unknown[] {
  const errors: unknown[] = []
  const { mount } = toMount({ default: component })
  act(() => {
    mounted = mountPage({ element, onError: (error) => errors.push(error) }, mount, context)
  })
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
