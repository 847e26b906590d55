import type { ComponentChildren, VNode } from 'preact'
import { Icon } from './icon.tsx'

interface ViewProps {
  readonly title: string
  /** One sentence under the title. */
  readonly about?: ComponentChildren
  readonly filter?: FilterProps
  readonly children: ComponentChildren
}

/** The frame of a view: title, what it is about, filter. */
export function View({ title, about, filter, children }: ViewProps): VNode {
  return (
    <section class="view" aria-labelledby="view-title">
      <header class="view-header">
        <div>
          <h1 id="view-title">{title}</h1>
          {about !== undefined && <p class="quiet">{about}</p>}
        </div>
        {filter !== undefined && <Filter {...filter} />}
      </header>
      {children}
    </section>
  )
}

interface FilterProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}

/** A search field; `/` leads to it. */
function Filter({ label, value, onChange }: FilterProps): VNode {
  return (
    <label class="filter">
      <span class="hidden">{label}</span>
      <Icon name="search" />
      <input
        type="search"
        data-search=""
        placeholder={label}
        value={value}
        spellcheck={false}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      <kbd aria-hidden="true">/</kbd>
    </label>
  )
}

/** What stands where there is nothing. */
export function Empty({ children }: { readonly children: ComponentChildren }): VNode {
  return <p class="empty">{children}</p>
}

/** A part of a view with a heading. */
export function Part({
  title,
  count,
  children,
}: {
  readonly title: string
  readonly count?: number
  readonly children: ComponentChildren
}): VNode {
  return (
    <section class="part">
      <h2>
        {title} {count !== undefined && <span class="count">{count}</span>}
      </h2>
      {children}
    </section>
  )
}
