export { useBlock, usePage } from './module-context.ts'
