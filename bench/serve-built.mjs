import { readFileSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
}

/** Serves a built app on loopback from memory, compressed beforehand; every other path is its `index.html`. */
export async function serveBuilt(dir) {
  const files = new Map(
    readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [
        file.slice(dir.length).replaceAll('\\', '/'),
        gzipSync(readFileSync(file), { level: 9 }),
      ]),
  )
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost')
    const name = files.has(pathname) ? pathname : '/index.html'
    const isHashed = name !== '/index.html'
    response.writeHead(isHashed || !/\.\w+$/.test(pathname) ? 200 : 404, {
      'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
      'content-encoding': 'gzip',
      'cache-control': isHashed ? 'max-age=31536000, immutable' : 'no-cache',
    })
    response.end(files.get(name))
  })
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
