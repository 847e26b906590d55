/** Most loads are over before this; then nothing has flashed. */
export const LOADING_DELAY_MS = 100

/** What stands where something is being loaded, once that takes a while. */
export const LOADING_WORDS = 'Loading…'
