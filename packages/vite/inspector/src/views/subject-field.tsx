import type { VNode } from 'preact'
import { useHost } from '../host.ts'
import { Icon } from '../parts/icon.tsx'

interface SubjectFieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onSubmit: (value: string) => void
  /** `/` leads to it. */
  readonly isSearch?: boolean
}

/** Asks for a plugin or an address, with suggestions. */
export function SubjectField({ value, onChange, onSubmit, isSearch = false }: SubjectFieldProps): VNode {
  const { plugins, routes } = useHost().inspection
  const suggestions = new Set([
    ...plugins.map(({ name, state, place }) => (state === 'shadowed' ? place : name)),
    ...routes.pages.map(({ address }) => address),
  ])
  return (
    <form
      class="ask"
      role="search"
      onSubmit={(event) => {
        event.preventDefault()
        if (value.trim() !== '') onSubmit(value.trim())
      }}
    >
      <label class="filter wide">
        <span class="hidden">A plugin, its folder, or an address</span>
        <Icon name="why" />
        <input
          type="search"
          data-testid="why-subject"
          {...(isSearch ? { 'data-search': '' } : {})}
          list="subjects"
          placeholder="A plugin, its folder, or an address: crm, /plugins/crm/customers"
          autocomplete="off"
          spellcheck={false}
          value={value}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
        <kbd aria-hidden="true">/</kbd>
      </label>
      <button type="submit" class="button primary">
        Explain
      </button>
      <datalist id="subjects">
        {[...suggestions].map((suggestion) => (
          <option key={suggestion} value={suggestion} />
        ))}
      </datalist>
    </form>
  )
}
