/**
 * Whether an error that Vue passes on belongs to showing a component. An event handler that throws leaves what is shown as it is,
 * so that is the application's matter. Vue names the place in words in development and by the number in the address of its
 * documentation in production (https://vuejs.org/error-reference/).
 */
export function isRenderError(kind: string): boolean {
  return !/event handler$|#runtime-[56]$/.test(kind)
}
