/** How the code is written; the part of the options that concerns esbuild. */
export interface OutputOptions {
  /**
   * `linked` writes source maps beside the files, and packs them.
   * @default 'none'
   */
  readonly sourcemap?: 'none' | 'linked'
  /**
   * Only minified output is the same at every place of the plugin's folder: otherwise esbuild names the sources in
   * comments.
   * @default true
   */
  readonly minify?: boolean
}
