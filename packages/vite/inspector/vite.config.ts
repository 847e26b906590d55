import { defineConfig } from 'vite'

/** The page is served below whatever base the host has, so nothing in it may be absolute. */
export default defineConfig({
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2023',
    emptyOutDir: true,
    modulePreload: false,
    rolldownOptions: {
      output: {
        entryFileNames: 'inspector.js',
        assetFileNames: 'inspector[extname]',
        chunkFileNames: 'inspector-[name].js',
      },
    },
  },
})
