export type { ExitCode } from './exit-code.ts'
export { main } from './main.ts'
export type { MainOptions } from './main.ts'
export type { Output, Terminal } from './terminal.ts'
