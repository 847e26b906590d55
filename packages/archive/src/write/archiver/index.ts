export { archiverWriter } from './archiver-writer.ts'
