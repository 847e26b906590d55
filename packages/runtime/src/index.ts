export { createBlockContext, createPageContext, type Unsigned } from './create-context.ts'
export { createRegistry, type RegistryOptions } from './create-registry.ts'
export { renderFailed } from './diagnostics.ts'
export type { Translate } from './messages/translate.ts'
export { mountPage, type MountedPage } from './mount-page.ts'
export type {
  BlockState,
  FailedModule,
  FailureOf,
  LoadedBlock,
  LoadedModule,
  LoadedPage,
  Loading,
  MatchedPage,
  PageMatch,
  PageState,
  PluginFailure,
} from './page-match.ts'
export {
  definePlugin,
  type BlockContext,
  type MountFunction,
  type MountHandle,
  type MountPlace,
  type PageContext,
  type PluginContext,
  type PluginDefinition,
  type SetupContext,
} from './plugin-context.ts'
export type {
  HostApi,
  PagePath,
  Permission,
  PluginName,
  PlugwrightRegister,
  SlotName,
  SlotProps,
} from './register.ts'
export type {
  BlockRecord,
  ModuleAdapter,
  MountAdapter,
  NavRecord,
  PageRecord,
  PluginModule,
  PluginRecord,
  PluginRequirements,
  ProblemRecord,
  RegistryData,
  SectionRecord,
} from './registry-data.ts'
export type {
  Access,
  HostEnvironment,
  HostFramework,
  PluginStatus,
  Registry,
  RegistrySnapshot,
  VisibleBlock,
} from './registry.ts'
export { resolveText, type Text } from './resolve-text.ts'
export type { NavItem, NavSection } from './visible-nav.ts'
