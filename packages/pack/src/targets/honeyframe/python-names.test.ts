import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { readPythonNames } from './python-names.ts'

/** Modules that bind `router` at their top level, and modules that do not. */
const CASES: readonly (readonly [binds: boolean, source: string])[] = [
  [true, 'router = 1'],
  [true, 'router: int = 1'],
  [false, 'router: int'],
  [true, 'a = router = 1'],
  [true, 'a, router = 1, 2'],
  [true, '(a, [b, *router]) = 1, [2, 3]'],
  [true, 'def router(): pass'],
  [true, 'async def router():\n    pass'],
  [true, 'class router:\n    pass'],
  [true, '@staticmethod\ndef router():\n    pass'],
  [true, 'import os as router'],
  [true, 'import os, sys as router'],
  [true, 'from os import path as router'],
  [true, 'from os import (\n    path,  # a\n    sep as router,\n)'],
  [true, 'from os import path, \\\n    sep as router'],
  [true, 'if True:\n    router = 1'],
  [true, 'try:\n\timport nothing_of_this_name\nexcept ImportError:\n\trouter = 1'],
  [true, 'for router in [1]:\n    pass'],
  [true, 'for a, router in [(1, 2)]:\n    pass'],
  [true, 'with open("/dev/null") as router:\n    pass'],
  [true, 'if (router := 1):\n    pass'],
  [true, 'x = 1; router = 2'],
  [true, 'if True: router = 1'],
  [true, 'x = {"a": "router"}\nrouter = x["a"]'],
  [true, '"""\nrouter\n"""\nrouter = dict(\n    a=1,\n)'],
  [true, "s = '''a\\'''b'''\nrouter = 1"],
  [true, 'def f():\n    x = 1\nrouter = 2'],
  [true, 'x = [\n1,\n]\nrouter = 1'],
  [true, "x = 'it # is'  # router = 2\nrouter = 1"],
  [false, '# router = 1'],
  [false, '"""\nrouter = 1\n"""'],
  [false, 'x = r"\\\\"\ny = """router = 1\nrouter = 2"""'],
  [false, 'def f():\n    router = 1'],
  [false, 'def f(\n    a,\n):\n    if a:\n        pass\n    router = 1\n'],
  [false, 'class A:\n    router = 1'],
  [false, 'def f(): router = 1'],
  [false, 'def f(): x = 1; router = 1'],
  [false, 'x = dict(router=1)'],
  [false, 'x = lambda router=1: router'],
  [false, 'class A: pass\na = A()\na.router = 1'],
  [false, 'x = {}\nx["router"] = 1'],
  [false, 'routers = 1\nmy_router = 2'],
  [false, 'x = 1\nx == 1'],
  [false, 'from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from a import router'],
  [false, 'if __name__ == "__main__":\n    router = 1'],
  [false, 'import os.path'],
  [false, ''],
]

test.each(CASES)('%s: %j', (binds, source) => {
  const { bound, isOpen } = readPythonNames(source)
  expect({ binds: bound.has('router'), isOpen }).toEqual({ binds, isOpen: false })
  expect(readPythonNames(source.replaceAll('\n', '\r\n')).bound).toEqual(bound)
})

test.each([
  'from .parts import *',
  'globals()["router"] = 1',
  'def f():\n    global router\n    router = 1\nf()',
  'def __getattr__(name):\n    return 1',
  'exec("router = 1")',
])('%j may bind anything', (source) => {
  expect(readPythonNames(source).isOpen).toBe(true)
})

const hasPython = spawnSync('python3', ['--version']).status === 0

test('Python agrees', ({ skip }) => {
  skip(!hasPython, 'there is no python3 on PATH')
  const script = `
import json, sys
def binds(source):
    names = {'__name__': 'plugin'}
    exec(compile(source, 'm.py', 'exec'), names)
    return 'router' in names
print(json.dumps([binds(source) for source in json.load(sys.stdin)]))`
  const input = JSON.stringify(CASES.map(([, source]) => source))
  const { stdout, stderr } = spawnSync('python3', ['-c', script], { input, encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toEqual(CASES.map(([binds]) => binds))
})

test.each([
  'router = (',
  'def (:\n\t\u0000',
  "x = '",
  'x = """',
  '}{][)(',
  'a\\',
  'from import',
  'with as',
  '='.repeat(5000),
])('what is not Python gives an answer too: %j', (source) => {
  expect(readPythonNames(source).bound.has('other')).toBe(false)
})
