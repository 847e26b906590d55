/** Lays rows out in columns, two blanks apart, without blanks at the end of a line. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** `812 B`, `12.3 kB`, `4.0 MB`; decimal units. */
export function formatSize(sizeInBytes: number): string {
  if (sizeInBytes < 1000) return `${sizeInBytes} B`
  const isSmall = sizeInBytes < 999_950
  return isSmall ? `${(sizeInBytes / 1000).toFixed(1)} kB` : `${(sizeInBytes / 1_000_000).toFixed(1)} MB`
}
