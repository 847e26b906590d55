import { render } from 'preact'
import { App } from './app.tsx'
import { followScheme } from './scheme.ts'
import './style/index.css'

followScheme()
const root = document.getElementById('root')
if (root !== null) render(<App />, root)
