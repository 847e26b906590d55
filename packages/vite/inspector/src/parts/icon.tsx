import type { VNode } from 'preact'

const PATHS = {
  overview: 'M4 4h7v9H4zM13 4h7v5h-7zM13 11h7v9h-7zM4 15h7v5H4z',
  plugins: 'M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-5 5.9V21h-2v-4.1A6 6 0 0 1 6 11z',
  routes: 'M6 4v9a4 4 0 0 0 4 4h8M14 13l4 4-4 4M6 4h.01M18 7H10',
  slots: 'M4 5h16v5H4zM4 13h7v6H4zM14 13h6v6h-6z',
  shared: 'M12 3l8 4.5v9L12 21l-8-4.5v-9zM12 12l8-4.5M12 12v9M12 12L4 7.5',
  access: 'M12 3l7 3v5c0 4.6-3 8.3-7 10-4-1.7-7-5.4-7-10V6zM9 12l2 2 4-4',
  sizes: 'M4 20V10M10 20V4M16 20v-7M21 20H3',
  problems: 'M12 4l9 16H3zM12 10v4M12 17h.01',
  why: 'M9 9a3 3 0 1 1 4.5 2.6c-.9.5-1.5 1-1.5 2.4M12 17h.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM20 20l-4.9-4.9',
  edit: 'M14 5l5 5L9 20H4v-5zM12 7l5 5',
  open: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  close: 'M6 6l12 12M18 6L6 18',
  pass: 'M5 12.5l4.5 4.5L19 7.5',
  fail: 'M6 6l12 12M18 6L6 18',
  note: 'M12 11v6M12 7.5h.01',
  unknown: 'M8 12h.01M12 12h.01M16 12h.01',
  scheme: 'M12 4a8 8 0 1 0 0 16zM12 4a8 8 0 0 1 0 16',
} as const

/** Name of an {@link Icon}. */
export type IconName = keyof typeof PATHS

/** A line drawing beside words that say the same. */
export function Icon({ name }: { readonly name: IconName }): VNode {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}
