import type { AdoptPlan } from './adopt-plan.ts'
import { formatDiff } from './format-diff.ts'

/** The plan as plain data, for `--json`; paths of files are relative to the app, or absolute where it says so. */
export function toFields(plan: AdoptPlan): Readonly<Record<string, unknown>> {
  const { root, plugins, left, redirects, routeBase, changes, steps } = plan
  const relative = (file: string): string =>
    file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file
  return {
    root,
    plugins: plugins.map(({ name, dir, pages, nav, permissions, files }) => ({
      name,
      dir,
      pages: pages.map((page) => ({
        route: page.route.path,
        address: `${routeBase}/${name}${page.path === '/' ? '' : page.path}`,
        path: page.path,
        module: page.module,
        title: page.title,
        permission: page.permission ?? null,
        source:
          'file' in page.use.component.from
            ? relative(page.use.component.from.file)
            : page.use.component.from.package,
        export: page.use.component.exportName,
      })),
      nav: nav.map(({ label, path, icon, permission, section }) => ({
        label,
        path,
        icon,
        permission,
        section,
      })),
      permissions,
      files: files.map(({ file, text }) => ({ path: relative(file), text })),
    })),
    left: left.map(({ path, place, reason, problem }) => ({
      route: path,
      file: place.file === undefined ? null : relative(place.file),
      line: place.span?.start.line ?? null,
      reason,
      code: problem?.code ?? null,
    })),
    redirects,
    steps,
    diff: formatDiff(changes),
  }
}
