import { defineConfig } from 'vitest/config'

// The files of a project share a process, which loads Vite or TypeScript once (`isolate: false`); those that play a tab do not.
export default defineConfig({
  test: {
    projects: ['packages/*', 'test', 'test/browser'],
    // Vitest would leave one processor idle, and many machines have two.
    maxWorkers: '100%',
  },
})
