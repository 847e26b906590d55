export type {
  CardKind,
  CardSubject,
  InternalLink as LinkProps,
  NavLink,
  NavLinkSection,
} from '@plugwright/runtime/adapter'
export type { CardProps } from './card.ts'
export { usePlugins, useRegistry, useRegistrySnapshot } from './host-settings.ts'
export { useBlock, usePage } from './module-context.ts'
export { PluginNav, type PluginNavProps, type PluginNavSlots } from './plugin-nav.ts'
export { PluginOutlet, type PluginOutletProps, type PluginOutletSlots } from './plugin-outlet.ts'
export { PluginProvider, type PluginProviderProps } from './plugin-provider.ts'
export { PluginSlot, type PluginSlotProps, type PluginSlotSlots } from './plugin-slot.ts'
export { useLink } from './use-link.ts'
export { usePluginNav } from './use-plugin-nav.ts'
