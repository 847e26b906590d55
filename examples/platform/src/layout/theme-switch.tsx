import { useEffect, useState } from 'react'
import type { ReactElement } from 'react'

import { Icon } from './icon.tsx'

const themes = ['system', 'light', 'dark'] as const
const icons = { system: 'sun-moon', light: 'sun', dark: 'moon' } as const
const storageKey = 'atrium-theme'

/** One button that goes from the system's theme to light to dark. */
export function ThemeSwitch(): ReactElement {
  const [theme, setTheme] = useState(
    () => themes.find((name) => name === localStorage.getItem(storageKey)) ?? 'system',
  )
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system'

  useEffect(() => {
    localStorage.setItem(storageKey, theme)
    if (theme === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = theme
  }, [theme])

  return (
    <button
      type="button"
      className="icon-button"
      data-testid="theme-switch"
      aria-label={`Theme: ${theme}. Change to ${next}.`}
      title={`Theme: ${theme}`}
      onClick={() => setTheme(next)}
    >
      <Icon name={icons[theme]} />
    </button>
  )
}
