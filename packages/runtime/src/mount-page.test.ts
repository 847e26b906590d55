import { describe, expect, test } from 'vitest'
import type { Unsigned } from './create-context.ts'
import { mountPage } from './mount-page.ts'
import type { MountFunction, MountPlace, PageContext } from './plugin-context.ts'

describe('mountPage', () => {
  test('hands over element and context with a signal, and cleans up with the function', () => {
    const seen: string[] = []
    const { element, emptied } = place()
    let signal: AbortSignal | undefined
    const page = mountPage(
      element,
      (target, context) => {
        signal = context.signal
        seen.push(`${target === element} ${context.params['id']}`)
        return () => seen.push(`gone ${context.signal.aborted}`)
      },
      contextOf('1'),
    )
    expect(signal?.aborted).toBe(false)
    page.unmount()
    expect(seen).toEqual(['true 1', 'gone true'])
    expect(emptied()).toBe(1)
  })

  test('updates through the module’s own update, with the same signal', () => {
    const seen: unknown[] = []
    const { element, emptied } = place()
    const mount: MountFunction = (_element, first) => ({
      update: (next) => seen.push([next.params['id'], next.signal === first.signal]),
      unmount: () => seen.push('gone'),
    })
    const page = mountPage(element, mount, contextOf('1'))
    page.update(contextOf('2'))
    expect(emptied()).toBe(0)
    page.unmount()
    expect(seen).toEqual([['2', true], 'gone'])
  })

  test('mounts again where there is no update', () => {
    const seen: string[] = []
    const mount: MountFunction = (_element, { params, signal }) => {
      seen.push(`in ${params['id']}`)
      return () => seen.push(`out ${params['id']} ${signal.aborted}`)
    }
    const page = mountPage(place().element, mount, contextOf('1'))
    page.update(contextOf('2'))
    page.unmount()
    expect(seen).toEqual(['in 1', 'out 1 true', 'in 2', 'out 2 true'])
  })

  test('refreshes through the module’s own update, and leaves alone what has none', () => {
    const seen: unknown[] = []
    const update = (next: PageContext): number => seen.push(next.params['id'])
    mountPage(place().element, () => ({ update }), contextOf('1')).refresh(contextOf('2'))
    mountPage(place().element, () => () => seen.push('gone'), contextOf('1')).refresh(contextOf('3'))
    expect(seen).toEqual(['2'])
  })

  test('hands on what goes wrong afterwards, until the page is gone', () => {
    const seen: unknown[] = []
    let late: MountPlace | undefined
    const target = { element: place().element, onError: (error: unknown) => seen.push(error) }
    const page = mountPage(target, (_element, _context, on) => void (late = on), contextOf('1'))
    late?.onError('no rows')
    page.unmount()
    late?.onError('too late')
    expect(seen).toEqual(['no rows'])
  })

  test('leaves an empty element and an aborted signal when mount throws', () => {
    const { element, emptied } = place()
    let signal: AbortSignal | undefined
    const mount: MountFunction = (_element, context) => {
      signal = context.signal
      throw new Error('no canvas')
    }
    expect(() => mountPage(element, mount, contextOf('1'))).toThrow('no canvas')
    expect([emptied(), signal?.aborted]).toEqual([1, true])
  })

  test('empties the element also when the clean-up throws', () => {
    const { element, emptied } = place()
    const page = mountPage(
      element,
      () => () => {
        throw new Error('stuck')
      },
      contextOf('1'),
    )
    expect(() => page.unmount()).toThrow('stuck')
    expect(emptied()).toBe(1)
  })

  test('refuses a promise, whose clean-up would come too late', () => {
    const mount = (async () => undefined) as unknown as MountFunction
    expect(() => mountPage(place().element, mount, contextOf('1'))).toThrow('mount() returned a promise')
  })
})

/** The one method of an element that mountPage itself calls. */
function place(): { element: HTMLElement; emptied: () => number } {
  let count = 0
  const element = { replaceChildren: () => count++ } as unknown as HTMLElement
  return { element, emptied: () => count }
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
