export type {
  CardKind,
  CardSubject,
  InternalLink as LinkProps,
  NavLink,
  NavLinkSection,
} from '@plugwright/runtime/adapter'
export type { CardProps } from './card.tsx'
export { usePlugins, useRegistry, useRegistrySnapshot } from './host-settings.ts'
export { useBlock, usePage } from './module-context.ts'
export { PluginNav, type PluginNavProps } from './plugin-nav.tsx'
export { PluginOutlet, type PluginOutletProps } from './plugin-outlet.tsx'
export { PluginProvider, type PluginProviderProps } from './plugin-provider.tsx'
export { PluginSlot, type PluginSlotProps } from './plugin-slot.tsx'
export { useLink } from './use-link.ts'
export { usePluginNav } from './use-plugin-nav.ts'
