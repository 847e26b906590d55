import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } from 'chart.js'
import { useEffect, useRef } from 'react'
import type { ReactElement } from 'react'

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip)

const months = ['Dec', 'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov']

/** Thousand euros per month as bars, in the colours of the host's theme. */
export function RevenueChart({ values }: { values: readonly number[] }): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null)

  useEffect(() => {
    if (!canvas.current) return undefined
    const chart = createChart(canvas.current, values)
    const repaint = (): void => chart.update('none')
    // A theme changes either by the host's switch or with the system.
    const observer = new MutationObserver(repaint)
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', repaint)
    return () => {
      observer.disconnect()
      system.removeEventListener('change', repaint)
      chart.destroy()
    }
  }, [values])

  const total = values.reduce((sum, value) => sum + value, 0)
  return (
    <div className="crm-chart" data-testid="crm-revenue-chart">
      <canvas
        ref={canvas}
        role="img"
        aria-label={`€${total}k invoiced in twelve months: ${values.join(', ')}`}
      />
    </div>
  )
}

const accent = (): string => readColour('--color-accent')
const muted = (): string => readColour('--color-text-muted')
const border = (): string => readColour('--color-border')

function createChart(canvas: HTMLCanvasElement, values: readonly number[]): Chart<'bar'> {
  const font = { family: getComputedStyle(document.body).fontFamily }
  return new Chart(canvas, {
    type: 'bar',
    data: {
      labels: months,
      datasets: [{ data: [...values], backgroundColor: accent, borderRadius: 3, maxBarThickness: 26 }],
    },
    options: {
      maintainAspectRatio: false,
      animation: false,
      plugins: { tooltip: { displayColors: false, callbacks: { label: ({ raw }) => `€${String(raw)}k` } } },
      scales: {
        x: { grid: { display: false }, border: { display: false }, ticks: { color: muted, font } },
        y: {
          beginAtZero: true,
          suggestedMax: 10,
          border: { display: false },
          grid: { color: border },
          ticks: { color: muted, font, maxTicksLimit: 5, callback: (value) => `€${value}k` },
        },
      },
    },
  })
}

/** A canvas knows no custom properties, so a colour is read from an element that uses it. */
function readColour(property: string): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${property}, gray)`
  document.body.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}
