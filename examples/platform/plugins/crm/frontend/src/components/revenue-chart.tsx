import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  LinearScale,
  Tooltip,
} from 'chart.js'
import { useEffect, useRef } from 'react'
import type { ReactElement } from 'react'

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip)

const months = ['Dec', 'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov']

/** Thousand euros per month as bars, in the colours of the host's theme. */
export function RevenueChart({ values }: { values: readonly number[] }): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null)

  useEffect(() => {
    if (!canvas.current) return
    const chart = createChart(canvas.current, values)
    const recolour = (): void => applyColours(chart)
    // A theme changes either by the host's switch or with the system.
    const observer = new MutationObserver(recolour)
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', recolour)
    return () => {
      observer.disconnect()
      system.removeEventListener('change', recolour)
      chart.destroy()
    }
  }, [values])

  const total = values.reduce((sum, value) => sum + value, 0)
  return (
    <div className="crm-chart" data-testid="crm-revenue-chart">
      <canvas ref={canvas} role="img" aria-label={`€${total}k invoiced in twelve months: ${values.join(', ')}`} />
    </div>
  )
}

function createChart(canvas: HTMLCanvasElement, values: readonly number[]): Chart<'bar'> {
  const chart = new Chart(canvas, {
    type: 'bar',
    data: { labels: months, datasets: [{ data: [...values], borderRadius: 3, maxBarThickness: 26 }] },
    options: {
      maintainAspectRatio: false,
      animation: false,
      plugins: { tooltip: { displayColors: false, callbacks: { label: ({ raw }) => `€${String(raw)}k` } } },
      scales: {
        x: { grid: { display: false }, border: { display: false } },
        y: {
          beginAtZero: true,
          suggestedMax: 10,
          border: { display: false },
          ticks: { maxTicksLimit: 5, callback: (value) => `€${value}k` },
        },
      },
    },
  })
  applyColours(chart)
  return chart
}

/** A canvas knows no custom properties, so colours are read from an element that uses them. */
function applyColours(chart: Chart<'bar'>): void {
  const colour = (property: string): string => {
    const probe = document.createElement('span')
    probe.style.color = `var(${property}, gray)`
    document.body.append(probe)
    const value = getComputedStyle(probe).color
    probe.remove()
    return value
  }
  const [dataset] = chart.data.datasets
  if (dataset) dataset.backgroundColor = colour('--color-accent')
  const { x, y } = chart.options.scales ?? {}
  if (x?.ticks) x.ticks.color = colour('--color-text-muted')
  if (y?.ticks) y.ticks.color = colour('--color-text-muted')
  if (y?.grid) y.grid.color = colour('--color-border')
  chart.update('none')
}
